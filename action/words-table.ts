import type { Localized } from '../src/lib/locale.ts';

/** What the action says besides the reply. */
export const words: Localized<{ automatic: string; withdrawn: string }> = {
  en: {
    automatic: '*Found automatically from the text of this issue; it may be another error.*',
    withdrawn:
      '*The text of this issue has changed and no longer holds an error with a guide; the answer that stood here is withdrawn.*',
  },
  zh: {
    automatic: '*以上由程序根据本 issue 的文字自动匹配，也可能是别的报错。*',
    withdrawn: '*本 issue 的文字已修改，不再包含有手册条目的报错，原先的回答已撤回。*',
  },
};
