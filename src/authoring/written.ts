import type { WrittenGuideData } from '../schemas/guide.ts';
import type { GuideSource } from './guide-source.ts';

/** A guide that has a page. */
export type WrittenGuide = GuideSource & { data: WrittenGuideData };

export function isWritten(guide: GuideSource): guide is WrittenGuide {
  return guide.data.state === 'written';
}
