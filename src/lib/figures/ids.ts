/** The figures that an article may embed. The ids are part of published URLs (`/figures/<id>/`). */
export const figureIds = ['attention-kernel', 'dora-dtype', 'step-memory'] as const;

export type FigureId = (typeof figureIds)[number];

export function isFigureId(name: string): name is FigureId {
  return figureIds.some((id) => id === name);
}
