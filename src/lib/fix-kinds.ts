/** What a fix does: removes the cause, gets a run going in spite of it, or finds out which it is. */
export const fixKinds = ['resolution', 'workaround', 'diagnosis'] as const;

export type FixKind = (typeof fixKinds)[number];
