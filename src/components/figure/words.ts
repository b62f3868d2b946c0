/** Shows the sentence of a key, which `Words.astro` put into the figure, in place of what stands there. */
export function say(panel: HTMLElement, target: globalThis.Element | null, key: string): void {
  const words = panel.querySelector<HTMLTemplateElement>('template[data-words]')?.content;
  const word = words?.querySelector(`[data-word="${CSS.escape(key)}"]`);
  target?.replaceChildren(...(word?.cloneNode(true).childNodes ?? []));
}

/** The value of each control of a figure: of radio buttons and lists their text, of switches `on` or ``. */
export function readSettings(panel: HTMLElement): Map<string, string> {
  const controls = panel.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[data-setting]');
  const settings = new Map<string, string>();
  for (const control of controls) {
    const name = control.dataset['setting'] ?? '';
    if (control.type === 'radio' && !control.checked) continue;
    const isOff = control.type === 'checkbox' && !control.checked;
    settings.set(name, isOff ? '' : control.value);
  }
  return settings;
}

/** The value if it is one of these, otherwise the first of them. */
export function oneOf<const T extends string>(
  values: readonly [T, ...T[]] | readonly T[],
  value: string | undefined,
): T {
  return values.find((known) => known === value) ?? values[0];
}

/** Marks the figure's result as a failure, or as none. */
export function tellFailure(panel: HTMLElement, fails: boolean): void {
  panel.querySelector('.result')?.setAttribute('data-fails', String(fails));
}
