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
  const keys = Object.entries(value as Record<string, unknown>).map(([key, inner]) => ({
    key,
    bytes: Buffer.byteLength(key),
    inner,
  }));
  return Object.fromEntries(keys.sort(byStoredOrder).map(({ key, inner }) => [key, sorted(inner)]));
}

interface Key {
  key: string;
  bytes: number;
}

function byStoredOrder(one: Key, other: Key): number {
  if (one.bytes !== other.bytes) return one.bytes - other.bytes;
  // Characters of one byte are in the order of their bytes.
  if (one.bytes === one.key.length) return one.key < other.key ? -1 : Number(one.key > other.key);
  return Buffer.compare(Buffer.from(one.key), Buffer.from(other.key));
}
