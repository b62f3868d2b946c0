import { expect, it } from 'vitest';
import { withoutIdleSpace } from '../../../scripts/lib/idle-space.ts';

it('drops space around blocks and inside of links and buttons', () => {
  expect(
    withoutIdleSpace(
      '<ul class="a > b"> <li> <a href="#x"> one </a> · <a href="#y"> two </a> </li> </ul>\n<p> end </p>',
    ),
  ).toBe('<ul class="a > b"><li><a href="#x">one</a> · <a href="#y">two</a></li></ul><p>end</p>');
});

it('adds no space to wide punctuation', () => {
  expect(withoutIdleSpace('<p>来源： <a href="#x">说明（一）</a> 第 2 条。 <b>完</b></p>')).toBe(
    '<p>来源：<a href="#x">说明（一）</a> 第 2 条。<b>完</b></p>',
  );
});

it('leaves a printed message as it is', () => {
  const message = '<code>错误： 找不到 （a  b）</code>';
  expect(withoutIdleSpace(message)).toBe(message);
});

it('keeps the space that parts words', () => {
  const line = '<p>Run <code>x</code> <b>and</b> <button>copy</button> <kbd>Esc</kbd></p>';
  expect(withoutIdleSpace(line)).toBe(line);
});

it.each(['pre', 'textarea', 'script', 'style'])('leaves a %s as it is', (name) => {
  const kept = `<${name} class="c"> <p> 1 </p>\n  <a href="#x"> 2 </a>\n</${name}>`;
  expect(withoutIdleSpace(`<p> a </p> ${kept} <p> b </p>`)).toBe(`<p>a</p>${kept}<p>b</p>`);
});
