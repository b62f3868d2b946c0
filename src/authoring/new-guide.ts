import { parseArgs } from 'node:util';
import { scaffoldGuide } from './scaffold.ts';

const usage = 'npm run new -- <slug>, or with --planned for a known error without a page';

/** `npm run new -- <slug> [--planned]`: begins a guide. Exit code 2 where that cannot be. */
function main(): void {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    strict: false,
    options: { planned: { type: 'boolean' } },
  });
  const [slug, ...more] = positionals;
  const unknown = Object.keys(values).filter((name) => name !== 'planned');
  if (slug === undefined || more.length > 0 || unknown.length > 0) {
    refuse(usage);
    return;
  }
  const result = scaffoldGuide('content', slug, {
    isPlanned: values['planned'] === true,
    date: new Date().toISOString().slice(0, 10),
  });
  if ('refusal' in result) {
    refuse(result.refusal);
    return;
  }
  for (const file of result.written) console.log(file);
  console.log('Next: npm run check:content lists what each file still needs.');
}

function refuse(line: string): void {
  console.error(line);
  process.exitCode = 2;
}

main();
