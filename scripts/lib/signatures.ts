/** What `npm audit signatures` said, as one line and an exit code. */
export interface Judgement {
  /** 0: all hold, 1: one does not, 2: nothing was checked. */
  readonly code: 0 | 1 | 2;
  readonly line: string;
}

/** @param output of npm, both streams. */
export function judgeSignatures(status: number | null, output: string): Judgement {
  const verified = /(\d+) packages? (?:have|has) verified registry signatures?/.exec(output)?.[1];
  const bad = /(?:invalid|missing) (?:registry )?signatures?/i.exec(output)?.[0];
  if (bad !== undefined) return { code: 1, line: output.trim() };
  if (status === 0 && verified !== undefined) {
    return { code: 0, line: `${verified} packages have a registry signature that holds.` };
  }
  const lines = output.split('\n').map((line) => line.trim());
  const reason = lines.find((line) => /^npm (?:error|ERR!)/.test(line)) ?? lines.find(Boolean);
  const said = (reason ?? 'npm said nothing').replace(/^npm (?:error|ERR!)\s*/, '');
  return {
    code: 2,
    line: `NOT CHECKED: this registry cannot be asked for signatures (${said}). Run it again where the public registry of npm is in reach.`,
  };
}
