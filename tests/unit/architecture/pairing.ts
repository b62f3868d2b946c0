/**
 * One name for one thing: copy-button.element.ts, <tb-copy-button>, class CopyButton,
 * CopyButton.astro.
 */
import { posix } from 'node:path';
import { type Source, type Violation, importsOf, lineOf } from './source.ts';

const DOOR = 'src/components/elements.ts';
const ENDING = '.element.ts';

function pascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function checkElement(element: Source, sources: readonly Source[]): Violation[] {
  const name = posix.basename(element.path, ENDING);
  const className = pascalCase(name);
  const tag = `tb-${name}`;
  const partnerPath = posix.join(posix.dirname(element.path), `${className}.astro`);
  const partner = sources.find(({ path }) => path === partnerPath);
  const messages: string[] = [];
  if (!new RegExp(String.raw`\bclass ${className}\b`).test(element.text)) {
    messages.push(`declare class ${className} here`);
  }
  if (!element.text.includes(`'${tag}'`)) messages.push(`register it as '${tag}'`);
  if (!partner) messages.push(`add ${className}.astro beside it, which renders <${tag}>`);
  else if (!new RegExp(`<${tag}[\\s>]`).test(partner.text)) {
    messages.push(`render <${tag}> in ${className}.astro`);
  }
  return messages.map((message) => ({ path: element.path, line: 1, rule: 'pairing', message }));
}

/** Every element has its door entry. */
function checkDoor(elements: readonly Source[], sources: readonly Source[]): Violation[] {
  const door = sources.find(({ path }) => path === DOOR);
  if (!door) return [];
  const listed = importsOf(door).map(({ specifier }) => posix.join(posix.dirname(DOOR), specifier));
  return elements
    .filter(({ path }) => !listed.includes(path))
    .map(({ path }) => ({ path, line: 1, rule: 'pairing', message: `import it in ${DOOR}` }));
}

/**
 * Every tb- tag in a template is rendered by its own component, which has its element beside it.
 */
function checkTags(sources: readonly Source[]): Violation[] {
  const paths = new Set(sources.map(({ path }) => path));
  return sources
    .filter(({ path }) => path.endsWith('.astro'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/<tb-([a-z0-9-]+)/g)].flatMap((match) => {
        const name = match[1] ?? '';
        const isOwn = posix.basename(path) === `${pascalCase(name)}.astro`;
        if (isOwn && paths.has(posix.join(posix.dirname(path), `${name}${ENDING}`))) return [];
        const message = isOwn
          ? `add ${name}${ENDING} beside it`
          : `use the component ${pascalCase(name)}.astro in place of the bare <tb-${name}>`;
        return [{ path, line: lineOf(text, match.index), rule: 'pairing', message }];
      }),
    );
}

/** Judges the pairs of all files under src/components. */
export function checkPairing(sources: readonly Source[]): Violation[] {
  const elements = sources.filter(({ path }) => path.endsWith(ENDING));
  return [
    ...elements.flatMap((element) => checkElement(element, sources)),
    ...checkDoor(elements, sources),
    ...checkTags(sources),
  ];
}
