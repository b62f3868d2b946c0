import type { Context } from '../../lib/context/context.ts';

/** What the dialog is opened for. */
export interface ShareSubject {
  slug: string;
  /** Heading of the guide, cause or fix. */
  title: string;
  /** Id on the guide's page; empty for the guide as a whole. */
  anchor: string;
  context: Context;
  /** Whether a reply can be made of it. */
  isAnswer: boolean;
  cause?: string | undefined;
  fix?: string | undefined;
  /** What the reporter pasted. */
  quote?: string | undefined;
}
