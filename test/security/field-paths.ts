/** Keys of maps: their entries are data, not fields. */
const MAPS = new Set(['fields', 'draft']);
/** What a fact, or a change to one, holds. */
const HELD = new Set(['value', 'before', 'after']);
const EMPTY = '?';

/**
 * The fields that an answer tells, as paths: `[]` for each of a list, `[name]` for the fact of that name, `{}` for each entry of
 * a map; `?` follows those that are there but hold nothing. This is a pure function.
 */
export function fieldsOf(answer: unknown): Set<string> {
  const [told, empty] = [new Set<string>(), new Set<string>()];
  walk(answer, '', told, empty);
  const unheard = [...empty].filter((path) => ![...told].some((one) => isAtOrBelow(one, path)));
  return new Set([...told, ...unheard.map((path) => `${path}${EMPTY}`)]);
}

const isAtOrBelow = (path: string, above: string): boolean =>
  path === above || (path.startsWith(above) && /^[.[{]/.test(path.slice(above.length)));

function walk(value: unknown, path: string, told: Set<string>, empty: Set<string>): void {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) empty.add(path);
  else if (Array.isArray(value)) for (const one of value) element(one, path, told, empty);
  else if (typeof value !== 'object') told.add(path);
  else
    for (const [key, one] of Object.entries(value)) {
      const below = path === '' ? key : `${path}.${key}`;
      if (key === 'zh' || key === 'en') walk(one, path, told, empty);
      else if (!MAPS.has(key)) walk(one, below, told, empty);
      else (isEmptyMap(one) ? empty : told).add(`${below}{}`);
    }
}

/** One of a list; what a fact, or a change to one, holds stands under the name of the fact. */
function element(one: unknown, path: string, told: Set<string>, empty: Set<string>): void {
  if (!isFact(one)) {
    walk(one, `${path}[]`, told, empty);
    return;
  }
  for (const [key, value] of Object.entries(one))
    if (HELD.has(key)) walk(value, `${path}[${one.field}]`, told, empty);
    else walk(value, `${path}[].${key}`, told, empty);
}

const isEmptyMap = (map: unknown): boolean => typeof map === 'object' && Object.keys(map ?? {}).length === 0;

function isFact(one: unknown): one is { field: string } {
  if (typeof one !== 'object' || one === null || !('field' in one) || typeof one.field !== 'string') return false;
  return Object.keys(one).some((key) => HELD.has(key));
}

/**
 * What several readers are told: under `everyone` what each of those is told who may ask, then what only some of them are told,
 * under their names. This is a pure function.
 */
export function fieldsByReader(answers: ReadonlyMap<string, unknown>): Record<string, string[]> {
  const told = new Map([...answers].map(([reader, answer]) => [reader, fieldsOf(answer)]));
  const lines: Record<string, string[]> = {};
  for (const path of [...new Set([...told.values()].flatMap((paths) => [...paths]))].sort()) {
    const readers = [...told].filter(([, paths]) => paths.has(path)).map(([reader]) => reader);
    (lines[readers.length === told.size ? 'everyone' : readers.join(' ')] ??= []).push(path);
  }
  return lines;
}
