import type { Localized } from '../locale.ts';

/** Every word that a reply adds to the guide's own sentences. */
interface ReplyWords {
  known: string;
  cause: string;
  sign: string;
  because: string;
  happened: string;
  resolution: string;
  workaround: string;
  diagnosis: string;
  check: string;
  codeOnPage: string;
  checkOnPage: string;
  more: string;
  otherCauses: string;
  /** Between a label and its text, and between two sentences. */
  colon: string;
  space: string;
  stop: string;
}

export const replyWords: Localized<ReplyWords> = {
  en: {
    known: 'This is a known error:',
    cause: 'Likely cause',
    sign: 'What you see:',
    because: 'Because',
    happened: 'What happened',
    resolution: 'Fix',
    workaround: 'Workaround',
    diagnosis: 'First',
    check: 'Check that it worked',
    codeOnPage: '(The code for this is behind the link.)',
    checkOnPage: 'with the code behind the link.',
    more: 'Details, and the runs behind this answer',
    otherCauses: 'This message has several causes. Find yours, with its fix',
    colon: ': ',
    space: ' ',
    stop: '.',
  },
  zh: {
    known: '这是一个已知的报错：',
    cause: '可能的原因',
    sign: '看到的现象：',
    because: '为什么',
    happened: '怎么回事',
    resolution: '解决办法',
    workaround: '临时绕过',
    diagnosis: '先查清',
    check: '怎么确认',
    codeOnPage: '（用到的代码见下面的链接。）',
    checkOnPage: '用下面链接里的代码。',
    more: '详细说明和实际运行记录',
    otherCauses: '这个报错有好几种原因，对照找到自己的那一种和办法',
    colon: '：',
    space: '',
    stop: '。',
  },
};
