const MAX_DEPTH = 32;

/**
 * Pointer to the first place within a JSON value that cannot be kept: a text that PostgreSQL has no room for (NUL, a lone
 * surrogate), or what is nested deeper than anybody fills in. Null where all of it can.
 */
export function unkeepableText(value: unknown, pointer = '', depth = 0): string | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? pointer : null;
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= MAX_DEPTH) return pointer;
  for (const [key, inner] of Object.entries(value)) {
    if (unkeepableText(key) !== null) return `${pointer}/?`;
    const found = unkeepableText(inner, `${pointer}/${key}`, depth + 1);
    if (found !== null) return found;
  }
  return null;
}
