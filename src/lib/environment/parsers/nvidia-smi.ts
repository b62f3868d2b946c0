import { FactList } from '../facts.ts';
import type { Block, Parser } from '../types.ts';

const HEADER = /NVIDIA-SMI\s{1,8}\d{3}/;
const DRIVER = /(?:Driver|KMD) Version\s{0,60}:\s{0,8}(\d{3}\.\d{1,3}(?:\.\d{1,3})?)/;
const CUDA = /CUDA (?:UMD )?Version\s{0,60}:\s{0,8}(\d{1,3}\.\d{1,2})/;
const CARD =
  /^\s{0,4}\|\s{1,4}\d{1,3}\s{1,4}([A-Z][^|]{2,60}?)\s{1,40}(?:On|Off|WDDM|TCC|MCDM|N\/A|\[?N\/A\]?)\s{0,8}\|/;
const LISTED = /^\s{0,4}GPU \d{1,3}: ([^\n(]{2,80}?)(?: \(UUID: \S{1,80}\))?\s*$/;
const QUERIED = /^\s{0,4}((?:NVIDIA|Tesla|GeForce|Quadro)[^,]{1,60})((?:,[^,]{1,60}){1,20})$/;
const DETAILED = /^={4,30}NVSMI LOG={4,30}\s*$/;
const PRODUCT = /^\s{1,12}Product Name\s{1,60}:\s{1,4}(\S.{1,80})$/;
const NUMBER = /,\s{0,4}(\d{3}\.\d{2,3}(?:\.\d{2,3})?)(?=,|\s*$)/;
/** `nvidia-smi -q` prints some hundred lines for each card. */
const LONGEST = 4000;

/** `nvidia-smi`: the table, `-L`, `-q`, and the rows of `--query-gpu=name,driver_version,… --format=csv`. */
export const nvidiaSmi: Parser = {
  first: /[|=A-Z]/,
  read(lines, at) {
    const line = lines[at] ?? '';
    if (HEADER.test(line)) return readTable(lines, at);
    if (DETAILED.test(line)) return readDetails(lines, at);
    const list = new FactList('nvidia-smi');
    const listed = LISTED.exec(line)?.[1];
    if (listed !== undefined) list.add('gpu', listed, at);
    const [, name, rest = ''] = QUERIED.exec(line) ?? [];
    if (name !== undefined) {
      list.add('gpu', name, at);
      const driver = NUMBER.exec(rest)?.[1];
      if (driver !== undefined) list.add('driver', driver, at);
    }
    return blockOf(list, at + 1);
  },
};

/** Every line of the table begins with a stroke or a corner. */
function readTable(lines: readonly string[], at: number): Block | null {
  const list = new FactList('nvidia-smi');
  let end = at;
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? '';
    if (end > at && (!/^\s{0,4}[|+]|^\s*$/.test(line) || HEADER.test(line))) break;
    addVersions(line, end, list);
    const card = CARD.exec(line)?.[1];
    if (card !== undefined) list.add('gpu', card, end);
  }
  return blockOf(list, end);
}

function readDetails(lines: readonly string[], at: number): Block | null {
  const list = new FactList('nvidia-smi');
  let end = at + 1;
  for (let index = end; index < Math.min(lines.length, at + LONGEST); index += 1) {
    const line = lines[index] ?? '';
    if (DETAILED.test(line) || HEADER.test(line) || line.startsWith('$ ')) break;
    const before = list.facts.length;
    addVersions(line, index, list);
    const card = PRODUCT.exec(line)?.[1];
    if (card !== undefined) list.add('gpu', card, index);
    if (list.facts.length > before) end = index + 1;
  }
  return blockOf(list, end);
}

function addVersions(line: string, index: number, list: FactList): void {
  const driver = DRIVER.exec(line)?.[1];
  if (driver !== undefined) list.add('driver', driver, index);
  const cuda = CUDA.exec(line)?.[1];
  if (cuda !== undefined) list.add('driver-cuda', cuda, index);
}

function blockOf({ facts }: FactList, end: number): Block | null {
  return facts.length === 0 ? null : { format: 'nvidia-smi', end, facts, isWhole: false };
}
