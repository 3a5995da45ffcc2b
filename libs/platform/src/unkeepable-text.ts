/** Pointer to the first text within a JSON value that PostgreSQL cannot keep (NUL, a lone surrogate), or null. */
export function unkeepableText(value: unknown, pointer = ''): string | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? pointer : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (unkeepableText(key) !== null) return `${pointer}/?`;
    const found = unkeepableText(inner, `${pointer}/${key}`);
    if (found !== null) return found;
  }
  return null;
}
