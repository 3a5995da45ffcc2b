/**
 * A value as PostgreSQL hands it back from `jsonb`: keys by length, then by their bytes; what JSON does not know is gone.
 * This is a pure function.
 */
export function asStored<Value>(value: Value): Value {
  return JSON.parse(storedText(value)) as Value;
}

/** The same as text: equal for equal values, in whatever order they name their keys. */
export function storedText(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).sort(([one], [other]) => byStoredOrder(one, other));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

function byStoredOrder(one: string, other: string): number {
  const bytes = Buffer.byteLength(one);
  const shorter = bytes - Buffer.byteLength(other);
  if (shorter !== 0) return shorter;
  // Characters of one byte are in the order of their bytes.
  if (bytes === one.length) return one < other ? -1 : Number(one > other);
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
