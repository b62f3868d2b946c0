import { checkAdapting } from './checks/adapting.ts';
import { checkArticles } from './checks/articles.ts';
import { checkCards } from './checks/cards.ts';
import { checkDescriptions } from './checks/descriptions.ts';
import { checkEvidence } from './checks/evidence.ts';
import { checkIds } from './checks/ids.ts';
import { checkOwnMessages } from './checks/messages.ts';
import { checkMoved } from './checks/moved.ts';
import { checkSnippets } from './checks/snippets.ts';
import { checkTodos } from './checks/todos.ts';
import { checkTranslations } from './checks/translations.ts';
import { checkValues } from './checks/values.ts';
import type { GuideSource } from './guide-source.ts';
import type { Problem } from './problem.ts';

const checks = [
  checkTodos,
  checkValues,
  checkOwnMessages,
  checkTranslations,
  checkCards,
  checkDescriptions,
];

/** What goes by the ids of `guide.yaml`. */
const idChecks = [checkArticles, checkMoved];

/** What also needs every region, and what was executed. */
const codeChecks = [checkSnippets, checkAdapting, checkEvidence];

/**
 * What can be judged by a guide alone, once its files have the right shape. What follows from an id that two have,
 * or from code that could not be read, is not said beside it.
 */
export function checkGuide(guide: GuideSource, isCodeSound: boolean): Problem[] {
  const duplicates = checkIds(guide);
  const further = duplicates.length > 0 ? [] : [...idChecks, ...(isCodeSound ? codeChecks : [])];
  return [...duplicates, ...[...checks, ...further].flatMap((check) => check(guide))];
}
