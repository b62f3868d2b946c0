/** Storage that cannot fail: it may be blocked, full, or hold anything. */
type Area = 'localStorage' | 'sessionStorage';

/** The stored text, or null where there is none or storage is blocked. */
export function readStored(area: Area, key: string): string | null {
  try {
    return globalThis[area].getItem(key);
  } catch {
    return null;
  }
}

/** Stores a text, or removes the key for null. Returns whether it was kept. */
export function store(area: Area, key: string, value: string | null): boolean {
  try {
    if (value === null) globalThis[area].removeItem(key);
    else globalThis[area].setItem(key, value);
    return true;
  } catch {
    return false;
  }
}
