import type { ApiGuide } from '#src/schemas/api/guide.ts';
import { remember } from '../remember.ts';
import { apiGuideFiles, apiGuides, apiSignatures } from './api.ts';

/** A piece of a published file, as it is. */
interface ApiExample {
  file: string;
  /** Where in the file it stands, such as `causes[0]`. */
  place: string;
  value: unknown;
}

/** The guide that the documentation shows, and pieces of its files. */
export interface ApiExamples {
  slug: string;
  pieces: readonly ApiExample[];
}

/** Real output for the documentation, from the guide with the shortest answer; a verified one first. */
export const apiExamples = remember((): ApiExamples => {
  const { guides } = apiGuides();
  const { signatures } = apiSignatures();
  const [guide] = apiGuideFiles()
    .filter(({ state }) => state === 'written')
    .map((one) => ({ one, isVerified: Number(one.verification !== null), size: sizeOf(one) }))
    .toSorted((a, b) => b.isVerified - a.isVerified || a.size - b.size)
    .map(({ one }) => one);
  if (!guide) throw new Error('no guide is written: the interface has no example');
  const slug = guide.id;
  const inList = guides.findIndex(({ id }) => id === slug);
  const at = signatures.findIndex((one) => one.slug === slug);
  const file = `guides/${slug}.json`;
  const pieces = [
    { file: 'guides.json', place: `guides[${inList}]`, value: guides[inList] },
    { file, place: 'messages[0]', value: guide.messages[0] },
    { file, place: 'causes[0]', value: guide.causes[0] },
    { file, place: 'fixes[0]', value: guide.fixes[0] },
    {
      ...{ file: 'signatures.json', place: `signatures[${at}].causes[0]` },
      value: signatures[at]?.causes[0],
    },
  ];
  return { slug, pieces };
});

const sizeOf = (guide: ApiGuide): number => JSON.stringify(guide).length;
