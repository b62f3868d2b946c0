import { parseRequirement } from '../pep508/requirement.ts';
import { versionIn, type FactList } from '../facts.ts';

const OPTION =
  /^\s{0,8}(?:-r|--requirement|-c|--constraint|-i|--index-url|--extra-index-url|--find-links|-f|--pre|--no-binary|--only-binary|--trusted-host|--no-index|--prefer-binary)(?:\s|=|$)/;
const EDITABLE = /^\s{0,8}(?:-e|--editable)[ =]\S/;
const WHEEL =
  /\/([A-Za-z0-9_.]{1,100})-(\d[\w.!]{0,60}(?:(?:\+|%2B)[\w.]{1,80})?)-[\w.]{1,60}-[\w.]{1,60}-[\w.]{1,100}\.whl/i;

/** Nearly every line of `pip freeze`. */
const PLAIN_PIN = /^([A-Za-z0-9][\w.-]{0,100})==([\w.!+-]{1,100})$/;
/** Without one of these a line is a word or a sentence. */
const SIGN = /[=<>~@;[]|^-/;

/** What one line of a requirements file or of `pip freeze` is. */
export type LineKind = 'pin' | 'open' | 'option' | 'comment' | 'blank' | 'other';

/**
 * Reads one line of a requirements file and adds its facts. A pin names one version; what is open
 * leaves the choice to pip.
 */
export function readRequirementLine(line: string, index: number, facts: FactList): LineKind {
  const start = line.trimStart();
  if (start === '') return 'blank';
  if (start.startsWith('#')) return 'comment';
  const [, plainName, plainVersion] = PLAIN_PIN.exec(start) ?? [];
  if (plainName !== undefined && plainVersion !== undefined) {
    return facts.addPackage(plainName, plainVersion, index) ? 'pin' : 'other';
  }
  if (!SIGN.test(start)) return 'other';
  const text = start
    .replace(/\s--hash=\S{1,200}/g, '')
    .replace(/\s*\\$/, '')
    .trimEnd();
  if (text.startsWith('--hash=')) return 'option';
  if (OPTION.test(text)) return 'option';
  if (EDITABLE.test(text)) return 'pin';
  const requirement = parseRequirement(text.replace(/\s+#.*$/, ''));
  if (!requirement) return 'other';
  const { name, extras, specifier, url, marker } = requirement;
  for (const extra of extras) facts.addOpen('extra', name, extra, index);
  if (url !== null) {
    const [, , version] = WHEEL.exec(url) ?? [];
    if (version !== undefined) facts.addPackage(name, version.replace(/%2B/i, '+'), index);
    return 'pin';
  }
  const pinned = /^={2,3}\s*([^,*\s]+)$/.exec(specifier)?.[1];
  const isSimple = marker === null && extras.length === 0;
  if (pinned !== undefined && versionIn(pinned) !== null && marker === null) {
    facts.addPackage(name, pinned, index);
    return isSimple ? 'pin' : 'open';
  }
  // A bare word is a requirement too, but in a log it is a word.
  if (specifier === '' && isSimple) return 'other';
  facts.addOpen('wanted', name, specifier === '' ? '*' : specifier, index);
  return 'open';
}
