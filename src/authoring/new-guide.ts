import { readCommand, refuse } from './command.ts';
import { scaffoldGuide } from './scaffold.ts';

/** `npm run new -- <slug> [--planned]`: begins a guide. */
const usage = 'npm run new -- SLUG [--planned]';
const { positionals, values } = readCommand({
  usage,
  does: 'Begins a guide; with --planned a known error without a page.',
  options: { planned: { type: 'boolean', default: false } },
  operands: 1,
});
const [slug] = positionals;
if (slug === undefined) refuse(`Name the error in a slug, such as no-space-left.\nusage: ${usage}`);
const result = scaffoldGuide('content', slug, {
  isPlanned: values.planned,
  date: new Date().toISOString().slice(0, 10),
});
if ('refusal' in result) refuse(result.refusal);
for (const file of result.written) console.log(file);
console.log('Next: npm run check:content lists what each file still needs.');
