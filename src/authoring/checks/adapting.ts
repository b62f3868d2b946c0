import { occurrencesIn } from '../../lib/placeholders/occurrences.ts';
import { factNames, readLine } from '../../lib/probe/line.ts';
import type { GuideSource } from '../guide-source.ts';
import type { YamlPath } from '../located-yaml.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problem.ts';
import type { WrittenGuide } from '../written.ts';
import { isWritten } from '../written.ts';

/** What adapts to the reader must be able to: placeholders stand in code, questions and probes lead to causes. */
export function checkAdapting(guide: GuideSource): Problem[] {
  if (!isWritten(guide)) return [];
  return [...checkPlaceholders(guide), ...checkQuestions(guide), ...checkProbe(guide)];
}

function checkPlaceholders({ data, regions, at }: WrittenGuide): Problem[] {
  const code = Object.values(regions);
  return data.placeholders.flatMap((placeholder, index) =>
    code.some(({ code: text, language }) => occurrencesIn(text, language, [placeholder]).length > 0)
      ? []
      : [
          problem('placeholder-unused', at(['placeholders', index, 'value']), {
            name: placeholder.value,
          }),
        ],
  );
}

function checkQuestions(guide: WrittenGuide): Problem[] {
  const { questions, causes } = guide.data;
  if (questions.length === 0) return [];
  const problems = questions.flatMap(({ en, answers }, index) => {
    const isLast = index === questions.length - 1;
    const open = answers.filter((answer) => answer.causes.length === 0);
    const path = ['questions', index] as const;
    return [
      ...answers.flatMap((answer, position) => {
        const own: YamlPath = [...path, 'answers', position];
        return isLast && answer.causes.length === 0
          ? [problem('answer-open', guide.at(own), { name: answer.en })]
          : checkCauses(guide, en, answer.causes, own);
      }),
      ...(!isLast && open.length === 0
        ? [
            problem('question-unreachable', guide.at(['questions', index + 1]), {
              name: questions[index + 1]?.en ?? '',
            }),
          ]
        : []),
    ];
  });
  const reached = new Set(
    questions.flatMap(({ answers }) => answers.flatMap((answer) => answer.causes)),
  );
  const unreached = causes.flatMap(({ id }, index) =>
    reached.has(id)
      ? []
      : [problem('cause-unreachable', guide.at(['causes', index]), { name: id })],
  );
  return [...problems, ...unreached];
}

function checkProbe(guide: WrittenGuide): Problem[] {
  const { probe } = guide.data;
  if (!probe) return [];
  const problems = probe.rules.flatMap(({ line, when, causes }, index) => {
    const known = factNames(line);
    return [
      ...Object.keys(when)
        .filter((name) => !known.includes(name))
        .map((name) =>
          problem('fact-unknown', guide.at(['probe', 'rules', index, 'when', name]), { name }),
        ),
      ...checkCauses(guide, 'probe', causes, ['probe', 'rules', index]),
    ];
  });
  const place = guide.at(['probe', 'region']);
  if (!guide.regions[probe.region]) {
    return [...problems, problem('region-unknown', place, { name: probe.region })];
  }
  const isRead = printedBy(guide, probe.region).some((printed) =>
    probe.rules.some(({ line }) => readLine(printed, line) !== null),
  );
  return isRead
    ? problems
    : [...problems, problem('probe-unprinted', place, { name: probe.region })];
}

/** The lines that runs of a region printed: of the scenario that bears its name, or names it. */
function printedBy({ evidence }: WrittenGuide, region: string): string[] {
  return (evidence?.record.runs ?? [])
    .flatMap(({ scenarios }) => scenarios)
    .filter(({ name, regions }) => name === region || regions.includes(region))
    .flatMap(({ log }) => log.split('\n'));
}

function checkCauses(
  { data, at }: WrittenGuide,
  owner: string,
  names: readonly string[],
  path: YamlPath,
): Problem[] {
  return names.flatMap((name, index) =>
    data.causes.some(({ id }) => id === name)
      ? []
      : [problem('reference-dangling', at([...path, 'causes', index]), { owner, name })],
  );
}
