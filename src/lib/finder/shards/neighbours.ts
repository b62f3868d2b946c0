/** Rarer features say more of two guides, and fewer guides have to be compared. */
const MOST_USERS = 60;

/**
 * The places of the guides in an order in which look-alikes stand together, `perGroup` at a time: whoever fetches one
 * has those that it could be mistaken for. Deterministic.
 */
export function neighbourly(
  counted: readonly ReadonlySet<string>[],
  owners: ReadonlyMap<string, number>,
  perGroup: number,
): number[] {
  const users = new Map<string, number[]>();
  counted.forEach((own, at) => {
    for (const key of own) {
      const count = owners.get(key)!;
      if (count === 1 || count > MOST_USERS) continue;
      const list = users.get(key);
      if (list) list.push(at);
      else users.set(key, [at]);
    }
  });
  const left = new Set(counted.keys());
  const order: number[] = [];
  for (const first of counted.keys()) {
    if (!left.delete(first)) continue;
    const shared = new Map<number, number>();
    for (const key of counted[first]!) {
      const others = users.get(key) ?? [];
      for (const other of others)
        if (left.has(other)) shared.set(other, (shared.get(other) ?? 0) + 1 / others.length);
    }
    const closest = [...shared].sort(([a, more], [b, less]) => less - more || a - b);
    const group = closest.slice(0, perGroup - 1).map(([other]) => other);
    for (const other of group) left.delete(other);
    order.push(first, ...group);
  }
  return order;
}
