/** The browser's door: the one script of a page. Heavy parts load themselves when they are needed. */
import './chrome/contents.element.ts';
import './chrome/language-link.element.ts';
import './chrome/theme-toggle.element.ts';
import { optional } from './dom/optional.ts';
import './finder/find-dialog.element.ts';
import './finder/finder-box.element.ts';
import './guide/context-bar.element.ts';
import './guide/term-tip.element.ts';
import './guide/copy-markdown.element.ts';
import './guide/variant.element.ts';
import './share/share.element.ts';
import './snippet/code-figure.element.ts';
import './snippet/copy-button.element.ts';
import './snippet/wrap-toggle.element.ts';

// These stand on few pages: the others need not carry them.
if (document.querySelector('tb-readers-box')) optional(import('./finder/readers-box.element.ts'));
if (document.querySelector('tb-doorway')) optional(import('./chrome/doorway.element.ts'));
if (document.querySelector('tb-forward')) optional(import('./permalink/forward.element.ts'));
if (document.querySelector('tb-not-found')) optional(import('./chrome/not-found.element.ts'));
if (document.querySelector('tb-environment-check')) {
  optional(import('./environment/environment-check.element.ts'));
}
if (document.querySelector('tb-figure,tb-figure-panel')) {
  optional(import('./figure/figure.element.ts'));
  optional(import('./figure/figure-panel.element.ts'));
}

// The questions about the cause are readable as they are: only who opens them needs more.
document.querySelector('tb-cause-chooser')?.addEventListener(
  'toggle',
  () => {
    optional(import('./guide/cause-chooser.element.ts'));
  },
  { capture: true, once: true },
);
