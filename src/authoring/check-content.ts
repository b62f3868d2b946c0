import { statSync } from 'node:fs';
import { checkHardware } from './checks/hardware.ts';
import { checkGlossaryIds } from './checks/ids.ts';
import { checkLinks } from './checks/links.ts';
import { checkForeignMessages } from './checks/messages.ts';
import { checkPermalinks } from './checks/permalinks.ts';
import { checkReferences } from './checks/references.ts';
import { checkSlugs } from './checks/slugs.ts';
import { checkTerms } from './checks/terms.ts';
import { checkListTranslations } from './checks/translations.ts';
import { checkRetiredDays } from './checks/values.ts';
import { type Command, readCommand, refuse } from './command.ts';
import type { KeptGuides } from './kept-guides.ts';
import { readLock } from './permalinks.ts';
import type { Problem, ProblemCode } from './problem.ts';
import { formatProblem, sortProblems } from './problem.ts';
import type { Content } from './read-content.ts';
import { readContent } from './read-content.ts';
import { GuideReader } from './read-guides.ts';

/** What needs several guides or lists; `check-guide.ts` does what a guide alone is enough for. */
const checks = [
  checkSlugs,
  checkReferences,
  checkGlossaryIds,
  checkRetiredDays,
  checkForeignMessages,
  checkListTranslations,
  checkLinks,
  checkTerms,
  checkHardware,
];

/** What stops nothing: whoever edits a snippet may lack the machine that runs it, and the page says so too. */
const remarks: ReadonlySet<ProblemCode> = new Set(['evidence-missing', 'evidence-stale']);

/** Reads all content and returns every problem in it; guides that are kept were found sound before. */
export function checkContent(
  contentDir: string,
  kept?: KeptGuides,
): { content: Content; problems: Problem[] } {
  const { content, problems, findings } = readContent(
    contentDir,
    new GuideReader(contentDir, kept),
  );
  const lock = readLock(contentDir);
  const found = [
    ...problems,
    ...findings,
    ...checks.flatMap((check) => check(content)),
    ...lock.problems,
    ...checkPermalinks(content, lock.links),
  ];
  return { content, problems: sortProblems(found) };
}

/** Prints the problems, or one line that says there are none; the result is the exit status. */
export function reportContent({ content, problems }: ReturnType<typeof checkContent>): number {
  for (const found of problems) console.error(formatProblem(found));
  const stopping = problems.filter(({ code }) => !remarks.has(code)).length;
  if (stopping > 0) {
    console.error(`content: ${stopping} ${stopping === 1 ? 'problem' : 'problems'}`);
    return 1;
  }
  const articles = content.guides.flatMap((guide) => Object.values(guide.articles));
  console.log(`content: ${content.guides.length} guides, ${articles.length} articles, no problems`);
  return 0;
}

/** The folder of content that a command was given; `content` where it was given none. */
export function givenFolder(command: Pick<Command<never>, 'usage' | 'does'>): string {
  const [folder = 'content'] = readCommand({ ...command, operands: 1 }).positionals;
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  return refuse(`There is no folder "${folder}".\nusage: ${command.usage}`);
}

if (import.meta.main) {
  const folder = givenFolder({
    usage: 'npm run check:content -- [FOLDER]',
    does: 'Names every problem of content/, or of other content, with its place and what to do.',
  });
  process.exitCode = reportContent(checkContent(folder));
}
