import type { Finding } from '../report.ts';
import { code, linesOf, type Input, type Judged } from './input.ts';

/** Formats that disagree: reported, never settled by a guess. */
export function contradictionFindings({ environment, words }: Input): Judged {
  const findings = environment.contradictions.map(({ subject, isPackage, values }): Finding => {
    const shown = values.map(({ value, origins: [origin] }) =>
      origin
        ? `${code(value)} (${words.line(words.format(origin.format), origin.line)})`
        : code(value),
    );
    const name = isPackage ? `${code(subject)} ` : (words.subjects[subject] ?? subject);
    return {
      group: 'conflict',
      code: 'contradiction',
      title: words.contradiction(name.trimEnd(), shown.join(words.and)),
      detail: words.contradictionDetail,
      lines: linesOf(...values),
      packages: isPackage ? [subject] : [],
      guide: null,
      source: null,
    };
  });
  return { findings, unknown: [] };
}
