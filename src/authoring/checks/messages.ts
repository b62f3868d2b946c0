import { checkTemplate, isDistinctive, matchesTemplate } from '../../lib/finder/index.ts';
import type { CompiledTemplate, TokenStream } from '../../lib/finder/literal.ts';
import { matchLiteral, tokenStream } from '../../lib/finder/literal.ts';
import { clean } from '../../lib/finder/clean.ts';
import { splitLines } from '../../lib/finder/lines.ts';
import { compileTemplate } from '../../lib/finder/wording.ts';
import type { GuideSource } from '../guide-source.ts';
import type { Content } from '../read-content.ts';
import type { Place, Problem } from '../problem.ts';
import { problem } from '../problem.ts';

/** Templates are what the finder lives on: each must match its own examples. */
export function checkOwnMessages({ data, at }: GuideSource): Problem[] {
  const templates = [
    ...data.messages.map(({ template }, index) => ({
      template,
      place: at(['messages', index, 'template']),
    })),
    ...data.near_misses.map(({ template }, index) => ({
      template,
      place: at(['near_misses', index, 'template']),
    })),
  ];
  const examples = data.messages.flatMap(({ id, template, examples: printed }, message) =>
    printed.flatMap((example, index) =>
      matchesTemplate(template, example)
        ? []
        : [
            problem('example-unmatched', at(['messages', message, 'examples', index]), {
              name: id,
            }),
          ],
    ),
  );
  return [
    ...templates.flatMap(({ template, place }) => checkWording(template, place)),
    ...examples,
    ...(isOwnHeadline(data) ? [] : [problem('headline-unmatched', at(['headline']))]),
  ];
}

/**
 * A headline is a whole message or, where that is longer than a headline may be, a part of a
 * printed one.
 */
function isOwnHeadline({ headline, messages }: GuideSource['data']): boolean {
  return messages.some(
    ({ template, examples }) =>
      matchesTemplate(template, headline) ||
      examples.some((example) => squeeze(example).includes(squeeze(headline))),
  );
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function checkWording(template: string, place: Place): Problem[] {
  const details = {
    empty: 'it is empty',
    'no-text': 'it has no literal word',
    'adjacent-holes': 'two wildcards stand side by side',
  };
  const faults = checkTemplate(template).map((fault) =>
    problem('template-invalid', place, { detail: details[fault.problem] }),
  );
  return faults.length > 0 || isDistinctive(template) ? faults : [problem('template-vague', place)];
}

interface Example {
  owner: string;
  text: string;
  stream: TokenStream;
}

/**
 * Templates must match nobody else's examples. They are looked up by their longest literal token, so that the
 * work grows with the content and not its square.
 */
export function checkForeignMessages({ guides }: Content): Problem[] {
  const byToken = new Map<string, Example[]>();
  for (const { slug, data } of guides) {
    for (const text of data.messages.flatMap(({ examples }) => examples)) {
      const example = { owner: slug, text, stream: tokenStream(splitLines(clean(text))) };
      for (const token of example.stream.known) {
        const holders = byToken.get(token);
        if (holders) holders.push(example);
        else byToken.set(token, [example]);
      }
    }
  }
  return guides.flatMap(({ slug, data, at }) =>
    data.messages.flatMap(({ template }, index) => {
      const compiled = compileTemplate(template);
      const candidates = byToken.get(longestToken(compiled)) ?? [];
      const foreign = candidates.find(
        ({ owner, stream }) => owner !== slug && matchLiteral(compiled, stream) !== null,
      );
      if (!foreign) return [];
      const { owner, text: name } = foreign;
      return [problem('template-foreign', at(['messages', index, 'template']), { owner, name })];
    }),
  );
}

function longestToken({ pieces }: CompiledTemplate): string {
  return pieces.reduce((longest, { text }) => (text.length > longest.length ? text : longest), '');
}
