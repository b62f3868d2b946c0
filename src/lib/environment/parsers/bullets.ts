import { FactList } from '../facts.ts';
import type { Block, Format } from '../types.ts';

const BULLET = /^\s{0,8}[-*]\s{1,4}([^:\n]{1,80}):\s{0,8}(.{0,200})$/;
const PACKAGE = /^['`]?([A-Za-z][\w.-]{0,60})['`]?(?:-cli)? version(?: \([^)]{1,40}\))?$/i;
/** `2.11.0+cu130 (True)`: the version, then whether a card is visible. */
const BEFORE_SPACE = /^\S{1,80}/;

/** Names that these reports give to packages. */
const NAMES: ReadonlyMap<string, string> = new Map([['pytorch', 'torch']]);

/** Reads bullets `- name version: value` from this line on; blank lines and indented ones belong to it. */
export function readBullets(lines: readonly string[], at: number, format: Format): Block | null {
  const list = new FactList(format);
  let end = at;
  for (let index = at; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [, key = '', value = ''] = BULLET.exec(line) ?? [];
    if (key === '') {
      if (/^(?:\s|$)/.test(line) && index - end < 40) continue;
      break;
    }
    readBullet(key.trim(), value.trim(), index, list);
    end = index + 1;
  }
  if (list.facts.length === 0) return null;
  return { format, end, facts: list.facts, isWhole: false };
}

function readBullet(key: string, value: string, index: number, list: FactList): void {
  const version = BEFORE_SPACE.exec(value)?.[0] ?? '';
  if (/^python version$/i.test(key)) {
    if (/^\d/.test(version)) list.add('python', version, index);
  } else if (/^platform$/i.test(key)) list.add('os', value, index);
  else if (/^(?:gpu type|cuda device\(s\))$/i.test(key)) list.add('gpu', value, index);
  else {
    const name = PACKAGE.exec(key)?.[1]?.toLowerCase();
    if (name !== undefined) list.addPackage(NAMES.get(name) ?? name, version, index);
  }
}
