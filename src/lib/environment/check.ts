import type { Locale } from '../locale.ts';
import { contextOf } from './context.ts';
import type { EnvironmentData } from './data.ts';
import { environmentOf, type Known } from './environment.ts';
import { causeFindings } from './findings/causes.ts';
import { contradictionFindings } from './findings/contradictions.ts';
import { cudaFindings } from './findings/cuda.ts';
import { gpuFindings } from './findings/gpu.ts';
import { code, gpuText, linesOf, type Input, type KnownError } from './findings/input.ts';
import { installSuggestion, isSolvable } from './findings/install.ts';
import { requirementFindings } from './findings/requirements.ts';
import { readBlocks } from './read.ts';
import { findingGroups, type FactRow, type Finding, type Report } from './report.ts';
import type { Block } from './types.ts';
import { trainerNames } from './names-table.ts';
import { wordsOf } from './words-table.ts';

/** In the order in which findings of one group are shown: what stops a run first. */
const checks = [
  cudaFindings,
  gpuFindings,
  requirementFindings,
  contradictionFindings,
  causeFindings,
];

/**
 * Checks everything that a paste says of versions, cards and drivers.
 *
 * @param errors guides whose error stands in the same paste; their causes come first
 */
export function checkEnvironment(
  text: string,
  data: EnvironmentData,
  locale: Locale,
  errors: readonly KnownError[] = [],
): Report {
  const blocks = readBlocks(text);
  const environment = environmentOf(blocks);
  const words = wordsOf(locale);
  const input: Input = { environment, data, locale, words, errors };
  const { findings, unknown } = judge(input);
  const install = installSuggestion(
    input,
    findings,
    (changed) => judge({ ...input, environment: changed }).findings,
  );
  return {
    readings: blocks.map(({ format, facts }) => ({
      format,
      text: words.reading(
        words.format(format),
        facts.filter(({ kind }) => kind === 'package').length,
        facts[0]?.origin.line ?? 1,
      ),
    })),
    facts: factRows(input),
    findings,
    unknown: [...missingParts(input, blocks), ...unknown],
    install,
    noInstall: install === null && findings.some(isSolvable) ? words.noInstall : null,
    context: contextOf(environment),
    summary: summarize(findings, blocks, input),
  };
}

function judge(input: Input) {
  const judged = checks.map((check) => check(input));
  const rank = ({ group }: Finding): number => findingGroups.indexOf(group);
  return {
    // A stable sort: within a group the order of the checks stays.
    findings: judged.flatMap(({ findings }) => findings).toSorted((a, b) => rank(a) - rank(b)),
    unknown: judged.flatMap(({ unknown }) => unknown),
  };
}

function summarize(
  findings: readonly Finding[],
  blocks: readonly Block[],
  { words }: Input,
): string {
  if (blocks.length === 0) return words.empty;
  const count = (group: Finding['group']) =>
    findings.filter((finding) => finding.group === group).length;
  const isExplained = count('error') > 0;
  const summary = words.summary(count('conflict'), count('affected'), isExplained);
  return (isExplained ? words.explained : '') + summary;
}

/** What was not pasted, and what stands there only as a range. */
function missingParts({ environment, words }: Input, blocks: readonly Block[]): string[] {
  if (blocks.length === 0) return [];
  const open = [...environment.wanted].flatMap(([name, [first]]) =>
    first && !environment.packages.has(name)
      ? [words.unknown.open(code(name), code(first.value))]
      : [],
  );
  return [
    ...(environment.packages.size === 0 && open.length === 0 ? [words.unknown.nothing] : []),
    ...(environment.gpus.length === 0 ? [words.unknown.gpu] : []),
    ...open,
  ];
}

function factRows({ environment, words }: Input): FactRow[] {
  const { labels } = words;
  const { python, os, torchCuda, toolkit, driver, driverCuda, gpus, packages } = environment;
  const row = (label: string, known: Known | undefined, value = known?.value ?? ''): FactRow[] =>
    known ? [{ label, value, lines: linesOf(known) }] : [];
  const { trainer } = contextOf(environment);
  return [
    ...gpus.flatMap((gpu) =>
      row(labels.gpu, gpu, gpu.family ? gpuText(gpu) : `${gpu.value} (${words.unknownFamily})`),
    ),
    ...row(labels.driver, driver),
    ...row(labels.driverCuda, driverCuda),
    ...row(labels.torch, packages.get('torch')),
    ...row(labels.torchCuda, torchCuda, torchCuda?.value === 'cpu' ? words.cpuBuild : undefined),
    ...row(labels.toolkit, toolkit),
    ...row(labels.python, python),
    ...row(labels.os, os),
    ...(trainer ? [{ label: labels.trainer, value: trainerNames[trainer], lines: [] }] : []),
    ...(packages.size > 0
      ? [{ label: labels.packages, value: String(packages.size), lines: [] }]
      : []),
  ];
}
