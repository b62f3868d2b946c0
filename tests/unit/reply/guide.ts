/** A made-up guide for tests of replies. */
import type { ReplyGuide } from '../../../src/lib/reply/types.ts';

const both = (en: string, zh: string) => ({ en, zh });

export const guide: ReplyGuide = {
  slug: 'spindle-jam',
  headline: 'spindle jammed at bobbin 7',
  exception: 'SpindleError',
  verdict: both('The spindle stopped. Clean it.', '纺锤停了。清洁一下。'),
  causes: [
    {
      id: 'lint',
      title: both('Lint on the spindle', '纺锤上有线头'),
      sign: both('`lint_filter=False` in the config', '配置里是 `lint_filter=False`'),
      because: both('lint collects.', '线头会积起来。'),
    },
    {
      id: 'speed',
      title: both('It turns too fast', '转得太快'),
      sign: both('more than 900 rpm', '转速超过 900'),
      because: both('the thread melts.', '线会熔化。'),
    },
  ],
  fixes: [
    {
      id: 'clean',
      kind: 'resolution',
      causes: ['lint'],
      title: both('Clean it', '清洁'),
      how: both('Run the cleaner.', '运行清洁程序。'),
      hasCode: true,
      code: [
        { language: 'bash', lines: ['clean --unsloth'], trainer: ['unsloth'], gpu: [] },
        { language: 'bash', lines: ['clean --hopper'], trainer: [], gpu: ['hopper'] },
      ],
      check: both('`spin` prints `ok`.', '`spin` 打印 `ok`。'),
      checkHasCode: false,
      checkCode: [],
    },
    {
      id: 'slow',
      kind: 'workaround',
      causes: ['lint', 'speed'],
      title: both('Slow down', '调慢'),
      how: both('Halve the speed.', '速度减半。'),
      hasCode: false,
      code: [],
      check: both('Run the probe.', '运行探针。'),
      checkHasCode: true,
      checkCode: [],
    },
  ],
};

export const permalink = 'https://example.org/e/spindle-jam/';
