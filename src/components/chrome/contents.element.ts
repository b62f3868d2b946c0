import { define, Element } from '../dom/element.ts';

/** Marks the section that is being read: the last one whose start has passed the upper third of the window. */
export class Contents extends Element {
  protected connect(signal: AbortSignal): void {
    const links = [...this.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')];
    const sections = links.map((link) => document.getElementById(link.hash.slice(1)));
    let scheduled = false;
    const mark = () => {
      scheduled = false;
      const line = innerHeight / 3;
      const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
      const passed = (section: HTMLElement | null) =>
        section !== null && section.getBoundingClientRect().top <= line;
      const current = atEnd ? links.length - 1 : Math.max(0, sections.findLastIndex(passed));
      for (const [index, link] of links.entries()) {
        if (index === current) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      }
    };
    const schedule = () => {
      if (scheduled) return;
      scheduled = true;
      requestAnimationFrame(mark);
    };
    addEventListener('scroll', schedule, { signal, passive: true });
    addEventListener('resize', schedule, { signal, passive: true });
    schedule();
  }
}

define('tb-contents', Contents);
