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

/** The value itself where it is in that order already, as what was read is. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  const object = value as Record<string, unknown>;
  const keys = Object.keys(object);
  const inner = keys.map((key) => sorted(object[key]));
  if (keys.every((key, at) => inner[at] === object[key] && isBehind(key, keys[at - 1]))) return value;
  const entries = keys.map((key, at): [string, unknown] => [key, inner[at]]);
  return Object.fromEntries(entries.sort(([one], [other]) => byStoredOrder(one, other)));
}

function isBehind(key: string, before: string | undefined): boolean {
  return before === undefined || byStoredOrder(before, key) < 0;
}

function byStoredOrder(one: string, other: string): number {
  const bytes = bytesOf(one);
  const otherBytes = bytesOf(other);
  if (bytes !== otherBytes) return bytes - otherBytes;
  // Characters of one byte are in the order of their bytes.
  if (bytes === one.length) return one < other ? -1 : Number(one > other);
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function bytesOf(key: string): number {
  for (let at = 0; at < key.length; at += 1) if (key.charCodeAt(at) > 127) return Buffer.byteLength(key);
  return key.length;
}
