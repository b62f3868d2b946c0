/**
 * Removes what must not leave a reader's machine from an excerpt that they are about to publish: access tokens,
 * addresses, names in home directories. The reader still sees the result first; this only makes a slip unlikely.
 */

interface Rule {
  readonly pattern: RegExp;
  readonly replacement: string;
}

/**
 * None can match in two ways, and what may be repeated without end is the end of its pattern: a
 * bound there would leave the rest of a long name or token.
 */
const RULES: readonly Rule[] = [
  // Hugging Face, OpenAI and Anthropic, GitHub, GitLab, Weights & Biases, Slack, AWS, Google, npm, PyPI.
  { pattern: /\bhf_[A-Za-z0-9]{8,}/g, replacement: 'hf_…' },
  { pattern: /\bsk-[A-Za-z0-9_-]{8,}/g, replacement: 'sk-…' },
  { pattern: /\bgh[opsur]_[A-Za-z0-9]{8,}/g, replacement: 'gh…' },
  { pattern: /\bgithub_pat_[A-Za-z0-9_]{8,}/g, replacement: 'github_pat_…' },
  { pattern: /\bglpat-[A-Za-z0-9_-]{8,}/g, replacement: 'glpat-…' },
  { pattern: /\bxox[abprs]-[A-Za-z0-9-]{8,}/g, replacement: 'xox…' },
  { pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g, replacement: 'AKIA…' },
  { pattern: /\bAIza[A-Za-z0-9_-]{20,}/g, replacement: 'AIza…' },
  { pattern: /\bnpm_[A-Za-z0-9]{20,}/g, replacement: 'npm_…' },
  { pattern: /\bpypi-[A-Za-z0-9_-]{16,}/g, replacement: 'pypi-…' },
  {
    pattern: /\beyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{4,}/g,
    replacement: 'eyJ…',
  },
  { pattern: /\b(Bearer|Basic|token)\s{1,4}[A-Za-z0-9._~+/=-]{16,}/gi, replacement: '$1 …' },
  // Settings by name. `pad_token` and its kin are no secrets, so lower-case names are listed one by one.
  {
    pattern:
      /\b((?:[A-Z0-9]{1,40}_){0,6}(?:API_?KEY|TOKEN|SECRET|PASSWORD|PASSWD|ACCESS_KEY)["']?\s{0,4}[=:]\s{0,4}["']?)[^\s"',;}]{4,}/g,
    replacement: '$1…',
  },
  {
    pattern:
      /\b((?:api_?key|password|passwd|secret|secret_key|access_token|auth_token)["']?\s{0,4}[=:]\s{0,4}["']?)[^\s"',;}]{4,}/gi,
    replacement: '$1…',
  },
  {
    pattern: /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:]{1,200}:[^\s/@]{1,200}@/gi,
    replacement: '$1…@',
  },
  {
    pattern: /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g,
    replacement: '…@…',
  },
  {
    pattern: /(\/(?:home|Users|data\/home|export\/home)\/)[^/\s"':]+/g,
    replacement: '$1user',
  },
  {
    pattern: /([A-Za-z]:(?:\\{1,2}|\/)Users(?:\\{1,2}|\/))[^\\/\s"':]+/g,
    replacement: '$1user',
  },
  { pattern: /(\\Users\\)[^\\\s"':]+/g, replacement: '$1user' },
  {
    pattern:
      /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/g,
    replacement: 'x.x.x.x',
  },
  { pattern: /(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\w:])/gi, replacement: 'x:x' },
  {
    pattern: /(?<![\w:])(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4}(?![\w:])/gi,
    replacement: 'x:x',
  },
];

/** Addresses that name nobody and often matter to the error. */
const HARMLESS = /^(?:127\.0\.0\.1|0\.0\.0\.0)$/;

/** The text without tokens, e-mail addresses, user names in paths and IP addresses. Idempotent. */
export function scrub(text: string): string {
  return RULES.reduce(
    (rest, { pattern, replacement }) =>
      replacement === 'x.x.x.x'
        ? rest.replace(pattern, (address) => (HARMLESS.test(address) ? address : replacement))
        : rest.replace(pattern, replacement),
    text,
  );
}
