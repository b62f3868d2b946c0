/** The environment check: pasted lists of versions to findings. Pure: no DOM, no Node, no network. */
export { checkEnvironment } from './check.ts';
export { contextOfText, contextSentence } from './context.ts';
export { toEnvironmentData, type EnvironmentData, type EnvironmentSources } from './data.ts';
export { toMarkdown } from './markdown.ts';
export type { KnownError } from './findings/input.ts';
export { findingGroups, type Finding, type FindingGroup, type Report } from './report.ts';
export { familyNames, trainerNames } from './names-table.ts';
export { wordsOf } from './words-table.ts';
