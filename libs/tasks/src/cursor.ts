import { DomainError } from '#platform';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A place in a list: where the last row stood. Opaque outside. */
export function encodeCursor(at: string, id: string): string {
  return Buffer.from(`${at}|${id}`).toString('base64url');
}

/** Reads a cursor back; one that was not made here is refused with `cursor.invalid`. */
export function decodeCursor(cursor: string): { at: string; id: string } {
  const [at, id, ...more] = Buffer.from(cursor, 'base64url').toString().split('|');
  if (at && id && more.length === 0 && isInstant(at) && UUID.test(id)) return { at, id };
  throw new DomainError('invalid', 'cursor.invalid', {
    zh: '翻页标记无效，请从第一页重新翻起。',
    en: 'The page mark is not valid. Start again from the first page.',
  });
}

/** As PostgreSQL writes an instant: `2017-01-03 01:00:00.123+00`, or `infinity`. */
function isInstant(text: string): boolean {
  if (text === 'infinity') return true;
  const parts = /^(\d{4}-\d\d-\d\d) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?[+-](0\d|1[0-4])(:[0-5]\d)?$/.exec(text);
  const midnight = Date.parse(`${parts?.[1] ?? ''}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(parts?.[1] ?? '');
}
