/** A cause of this guide as its table names it. */
export interface CauseRow {
  id: string;
  title: string;
}

/** Marks the rows of these causes in the guide's table, and no others. Returns them in the table's order. */
export function markCauses(ids: readonly string[]): CauseRow[] {
  return [...document.querySelectorAll<HTMLElement>('tr[data-cause]')].flatMap((row) => {
    const id = row.dataset['cause'] ?? '';
    const isMeant = ids.includes(id);
    row.toggleAttribute('data-current', isMeant);
    const title = row.querySelector('a')?.textContent.trim() ?? id;
    return isMeant ? [{ id, title }] : [];
  });
}
