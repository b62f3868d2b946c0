import { define, Element } from '../dom/element.ts';
import { sayCauses } from './chosen-causes.ts';

/** Asks one question after the other; an answer marks the rows of its causes. Loaded when the list is opened. */
export class CauseChooser extends Element {
  protected connect(signal: AbortSignal): void {
    const questions = [...this.querySelectorAll<HTMLLIElement>('ol > li')];
    questions.forEach((question, index) => {
      this.#ask(question, index);
      question.hidden = index > 0;
    });
    this.addEventListener(
      'change',
      ({ target }) => {
        if (!(target instanceof HTMLInputElement)) return;
        const at = questions.findIndex((question) => question.contains(target));
        const causes = causesOf(target);
        questions.forEach((question, index) => {
          if (index <= at) return;
          question.hidden = causes.length > 0 || index > at + 1;
          for (const radio of question.querySelectorAll('input')) radio.checked = false;
        });
        sayCauses(this, causes);
      },
      { signal },
    );
  }

  /** Gives the answers of a question their radio buttons. */
  #ask(question: HTMLElement, index: number): void {
    const list = question.querySelector('ul');
    const heading = question.querySelector('p');
    if (!list || !heading) return;
    heading.id = `chooser-${index}`;
    list.role = 'radiogroup';
    list.setAttribute('aria-labelledby', heading.id);
    for (const item of list.children) item.role = 'none';
    for (const answer of list.querySelectorAll('span')) {
      const label = document.createElement('label');
      const radio = Object.assign(document.createElement('input'), {
        type: 'radio',
        name: heading.id,
      });
      answer.replaceWith(label);
      label.append(radio, ' ', answer);
    }
  }
}

/** The causes that stand beside an answer, as links to them. */
function causesOf(radio: HTMLElement): string[] {
  const links = radio.closest('li')?.querySelectorAll<HTMLAnchorElement>('a') ?? [];
  return Array.from(links, ({ hash }) => hash.replace('#cause-', ''));
}

define('tb-cause-chooser', CauseChooser);
