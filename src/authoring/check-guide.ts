import { checkAdapting } from './checks/adapting.ts';
import { checkArticles } from './checks/articles.ts';
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
  checkIds,
  checkValues,
  checkOwnMessages,
  checkTranslations,
  checkArticles,
  checkSnippets,
  checkAdapting,
  checkMoved,
  checkEvidence,
];

/** What can be judged by a guide alone, once its files have the right shape. */
export function checkGuide(guide: GuideSource): Problem[] {
  return checks.flatMap((check) => check(guide));
}
