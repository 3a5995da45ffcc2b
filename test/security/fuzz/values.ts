import fc from 'fast-check';
import type { Known } from './known.js';

type Schema = Record<string, unknown>;

/** Texts that have broken somebody’s software. */
const HOSTILE_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\u202Egnp.exe',
  '\u{1F1E8}\u{1F1F3}\u200D\uFEFF',
  '\uD800',
  '\uDFFFx',
  'x'.repeat(300),
  '考'.repeat(5_000),
  "'; DROP TABLE accounts; --",
  '%_\\%',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '%E0%A4%A',
  '<script>alert(1)</script>',
  '=HYPERLINK("http://evil.example")',
  '{{7*7}}${7*7}',
  '__proto__',
  'constructor',
  'toString',
  '-1',
  '1e309',
  'NaN',
  '0x10',
  '9007199254740993',
  '2017-02-30',
  '0001-01-01T00:00:00Z',
  'ff'.repeat(16),
  '00000000-0000-0000-0000-000000000000',
  `${'(a+)+'.repeat(20)}$`,
  `${'a'.repeat(100)}!`,
];
const HOSTILE_NUMBERS = [-1, 0, 1.5, -0, 2 ** 31, 2 ** 53, 1e308, -1e308, 5e-324];

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 ? [value] : { a: value };
  return value;
}

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(...HOSTILE_NUMBERS, null, true, [], {}, [[]], deep(200), deep(3_000)),
  fc.constantFrom<unknown>(JSON.parse('{"__proto__":{"a":1}}'), { constructor: { prototype: {} } }, { toString: 1 }),
  fc.jsonValue({ maxDepth: 4 }),
);

/** Values that a schema describes, with one in eight that nobody would expect there. */
export function valueOf(
  schema: Schema,
  name: string,
  known: Known,
  named: Record<string, Schema>,
): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 7, arbitrary: plausible(schema, name, known, named) }, { weight: 1, arbitrary: hostile });
}

function plausible(schema: Schema, name: string, known: Known, named: Record<string, Schema>): fc.Arbitrary<unknown> {
  const inner = (one: unknown, called = name): fc.Arbitrary<unknown> => valueOf(one as Schema, called, known, named);
  const reference = schema['$ref'];
  if (typeof reference === 'string') return inner(named[reference.split('/').at(-1) ?? ''] ?? {});
  const choices = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(choices)) return fc.oneof(...choices.map((one) => inner(one)));
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  if ('const' in schema) return fc.constant(schema['const']);
  switch (schema['type']) {
    case 'object':
      return objectOf(schema, inner);
    case 'array':
      return fc.array(inner(schema['items'] ?? {}), { maxLength: 4 });
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return textOf(schema, name, known);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf(schema: Schema, inner: (one: unknown, name: string) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const properties = (schema['properties'] ?? {}) as Record<string, unknown>;
  const fields = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, inner(one, name)])),
    { requiredKeys: (schema['required'] ?? []) as string[] },
  );
  const more = fc.dictionary(fc.oneof(hostileText, fc.constantFrom('tenantId', 'weight', 'value')), hostile, {
    maxKeys: 2,
  });
  return fc.oneof(
    { weight: 8, arbitrary: fields },
    { weight: 1, arbitrary: fc.tuple(fields, more).map(([some, other]) => ({ ...some, ...other })) },
  );
}

function numberOf(schema: Schema): fc.Arbitrary<unknown> {
  const [min, max] = [Number(schema['minimum'] ?? 0), Number(schema['maximum'] ?? 3_000)];
  return fc.oneof(fc.integer({ min, max: Math.min(max, min + 5) }), fc.constantFrom(min, max, max + 1, min - 1));
}

/** Text, or an id of the kind that the name says, or a cursor, or one of these a little changed. */
function textOf(schema: Schema, name: string, known: Known): fc.Arbitrary<unknown> {
  if (schema['format'] === 'uuid') {
    const some = known.ids.get(name) ?? [...known.ids.values()].flat();
    return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...some) }, { weight: 1, arbitrary: fc.uuid() });
  }
  if (name === 'cursor' && known.cursors.length > 0)
    return fc
      .tuple(fc.constantFrom(...known.cursors), fc.nat(), fc.constantFrom('A', '=', '%', '\u0000', ''))
      .map(([cursor, at, put]) => cursor.slice(0, at % cursor.length) + put + cursor.slice((at % cursor.length) + 1));
  const usual = USUAL[name] ?? ['检查', 'submit', 'a', '2017-06-30'];
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...usual) }, { weight: 2, arbitrary: hostileText });
}

const USUAL: Record<string, string[]> = {
  workflow: ['annual-target', 'opinion-rectification', 'no-such'],
  outcome: ['send', 'submit', 'sign', 'return', 'accept', 'importDone', 'assign'],
  event: ['urge', 'merge', 'upgrade', 'recordComment', 'constructor'],
  state: ['drafting', 'allocated', 'collected', '__proto__'],
};
