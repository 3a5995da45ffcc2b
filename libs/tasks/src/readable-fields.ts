import type { Field } from '#contracts';
import type { Reader } from './reader.js';

type Fields = Readonly<Record<string, Field>>;
type Values = Readonly<Record<string, unknown>>;

/** Whether the reader may read the field: one of their posts is named, or none is. This is a pure function. */
export function mayReadField(field: Field | undefined, reader: Reader): boolean {
  const posts = field?.readableBy;
  return posts === undefined || reader.holdings.some(({ post }) => posts.includes(post));
}

/**
 * The values as the reader may see them: fields that are not theirs to read are left out, and in the rows of a list their columns.
 * The one rule for a case, its history, its changes and lists. This is a pure function.
 */
export function readable(fields: Fields, values: Values, reader: Reader): Record<string, unknown> {
  const seen = Object.entries(values).filter(([name]) => mayReadField(fields[name], reader));
  return Object.fromEntries(seen.map(([name, value]) => [name, readableValue(fields[name], value, reader)]));
}

function readableValue(field: Field | undefined, value: unknown, reader: Reader): unknown {
  if (field?.type !== 'list' || !Array.isArray(value)) return value;
  return value.map((row: unknown) =>
    typeof row === 'object' && row !== null ? readable(field.columns, row as Values, reader) : row,
  );
}
