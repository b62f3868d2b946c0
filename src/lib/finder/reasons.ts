/** Why a hit is shown, in the reader's words. The codes are stable; the texts are for people. */
import type { Locale, Localized } from '../locale.ts';
import type { Reason } from './types.ts';

const TEXTS = {
  message: { en: 'The message matches word for word.', zh: '报错原文逐字匹配。' },
  'message-part': { en: 'Part of the message matches.', zh: '报错原文的一部分匹配。' },
  words: { en: 'Many of its words match.', zh: '许多关键词匹配。' },
  spelling: { en: 'Some words were read as if spelt differently.', zh: '部分词按相近拼写理解。' },
  frame: { en: 'The stack runs through {}', zh: '调用栈经过 {}' },
  'look-alike': {
    en: 'The message matches; it is easily mistaken for that of another error.',
    zh: '报错原文匹配；它容易与另一种报错混淆。',
  },
  wrapper: {
    en: 'This line only reports that something failed; look for what failed, above or in the log of the process.',
    zh: '这一行只说明出了错，没说是什么错；请看上方，或看出错进程的日志。',
  },
  'cause-text': { en: 'The paste contains {}', zh: '粘贴内容含有 {}' },
  'cause-frame': {
    en: 'The stack runs through {}, as with this cause',
    zh: '调用栈经过 {}，符合这个原因',
  },
  'cause-version': {
    en: 'The paste shows {}, an affected release',
    zh: '粘贴内容显示 {}，属于受影响的版本',
  },
  'cause-gpu': { en: 'The paste names {}', zh: '粘贴内容提到 {}' },
} as const satisfies Record<string, Localized>;

export type ReasonCode = keyof typeof TEXTS;

/** One reason; `detail` fills the gap in its sentence. */
export function reason(code: ReasonCode, locale: Locale, detail = ''): Reason {
  return { code, text: TEXTS[code][locale].replace('{}', () => detail) };
}
