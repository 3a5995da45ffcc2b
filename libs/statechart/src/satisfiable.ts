import type { Condition, Field, Scalar } from '#contracts';
import { isFilled, verdict, type Subject } from './condition.js';

/** How many comparisons are made, about, before the question is left open. */
const MOST_COMPARED = 500_000;

/** Which subjects are thought of. */
export interface Domain {
  /** Known fields hold values of their types only; without them, anything may stand anywhere. */
  fields?: Record<string, Field>;
  /** Whether fields may be empty; conditions that ask for `filled` see both in any case. */
  empty: boolean;
}

/** Whatever JSON may hold. */
export const anything: Domain = { empty: true };

/**
 * A subject for which the condition holds, null where there is none, undefined where that would take too long to find
 * out. Only values that conditions tell apart are tried, so the answer is exact. This is a pure function.
 */
export function example(condition: Condition, domain: Domain): Subject | null | undefined {
  const flat = flattened(condition);
  const candidates = [...valuesRead(flat)].map(([name, read]): [string, unknown[]] => [
    name,
    worthTrying(read, domain.fields?.[name], domain),
  ]);
  const open = new Set(candidates.map(([name]) => name));
  const subject: Record<string, unknown> = {};
  const size = sizeOf(flat);
  let compared = 0;

  const search = (depth: number): boolean | undefined => {
    compared += size;
    if (compared > MOST_COMPARED) return undefined;
    const known = verdict(flat, subject, open);
    if (known !== null) return known;
    const next = candidates[depth];
    if (!next) return false;
    const [name, values] = next;
    open.delete(name);
    for (const value of values) {
      if (value === undefined) Reflect.deleteProperty(subject, name);
      else subject[name] = value;
      const found = search(depth + 1);
      if (found !== false) return found;
    }
    Reflect.deleteProperty(subject, name);
    open.add(name);
    return false;
  };

  const found = search(0);
  if (found === undefined) return undefined;
  return found ? nested(subject) : null;
}

/** Whether the condition may hold for some subject; true where that is not known. This is a pure function. */
export function mayHold(condition: Condition, domain: Domain): boolean {
  return example(condition, domain) !== null;
}

function sizeOf(condition: Condition): number {
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
  return 1 + parts.reduce((sum, part) => sum + sizeOf(part), 'not' in condition ? sizeOf(condition.not) : 0);
}

/** What the conditions compare a field with. */
interface ValuesRead {
  scalars: Set<Scalar>;
  numbers: Set<number>;
  filled: boolean;
}

function valuesRead(condition: Condition, read = new Map<string, ValuesRead>()): Map<string, ValuesRead> {
  if ('all' in condition) for (const part of condition.all) valuesRead(part, read);
  else if ('any' in condition) for (const part of condition.any) valuesRead(part, read);
  else if ('not' in condition) valuesRead(condition.not, read);
  else {
    const values = read.get(condition.field) ?? { scalars: new Set(), numbers: new Set(), filled: false };
    read.set(condition.field, values);
    if ('is' in condition) values.scalars.add(condition.is);
    else if ('in' in condition) for (const scalar of condition.in) values.scalars.add(scalar);
    else if ('atLeast' in condition) values.numbers.add(condition.atLeast);
    else if ('atMost' in condition) values.numbers.add(condition.atMost);
    else values.filled = true;
  }
  return read;
}

/** One value of each kind that the conditions tell apart. */
function worthTrying(read: ValuesRead, field: Field | undefined, domain: Domain): unknown[] {
  const values = field ? typedValues(read, field) : [...read.scalars, ...numbersAround(read), '\u0000', ['\u0000']];
  return domain.empty || read.filled ? [undefined, ...values] : values.filter(isFilled);
}

function typedValues(read: ValuesRead, field: Field): unknown[] {
  switch (field.type) {
    case 'yesNo':
      return [true, false];
    case 'choice':
      return field.options.map((option) => option.value);
    case 'number':
      return numbersAround(read).filter(
        (value) => value >= (field.min ?? -Infinity) && value <= (field.max ?? Infinity),
      );
    case 'list':
    case 'units':
      return [['\u0000']];
    case 'text':
    case 'date':
    case 'unit':
      return [...[...read.scalars].filter((scalar) => typeof scalar === 'string'), '\u0000'];
  }
}

/** Each number that is compared with, one between each two, and one on either side. */
function numbersAround(read: ValuesRead): number[] {
  const compared = [...read.scalars].filter((scalar) => typeof scalar === 'number');
  const numbers = [...new Set([...compared, ...read.numbers])].sort((a, b) => a - b);
  const between = numbers.slice(1).map((number, index) => (number + (numbers[index] ?? number)) / 2);
  return [...numbers, ...between, (numbers[0] ?? 0) - 1, (numbers.at(-1) ?? 0) + 1];
}

/** Dots in names would reach into objects; here each path is a field of its own. */
const DOT = '\u0001';

function flattened(condition: Condition): Condition {
  if ('all' in condition) return { all: condition.all.map(flattened) };
  if ('any' in condition) return { any: condition.any.map(flattened) };
  if ('not' in condition) return { not: flattened(condition.not) };
  return { ...condition, field: condition.field.replaceAll('.', DOT) };
}

function nested(flat: Record<string, unknown>): Subject {
  const subject: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(flat)) {
    const keys = path.split(DOT);
    let inner = subject;
    for (const key of keys.slice(0, -1)) {
      const below = inner[key];
      const object = typeof below === 'object' && below !== null ? (below as Record<string, unknown>) : {};
      inner[key] = object;
      inner = object;
    }
    inner[keys.at(-1) ?? path] = value;
  }
  return subject;
}
