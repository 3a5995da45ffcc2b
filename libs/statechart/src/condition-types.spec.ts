import { describe, expect, test } from '@jest/globals';
import type { Condition } from '#contracts';
import { typeFaults } from './condition-types.js';
import { small } from './small.fixture.js';

const { fields } = small({ states: {} });

describe('a condition and the types of its fields', () => {
  test.each<[string, Condition]>([
    ['a number with a number', { field: 'count', is: 1 }],
    ['a choice with its options', { field: 'kind', in: ['main', 'other'] }],
    ['a yes-or-no with yes', { field: 'ready', is: true }],
    ['a text, a date, a unit with a text', { all: ['note', 'on', 'unitId'].map((field) => ({ field, is: 'x' })) }],
    ['anything with being filled', { any: Object.keys(fields).map((field) => ({ field, filled: true })) }],
    ['an unknown field is another rule’s matter', { field: 'gone', is: 1 }],
  ])('compares %s', (_, condition) => {
    expect(typeFaults(condition, fields)).toEqual([]);
  });

  test.each<[string, Condition, (string | number)[]]>([
    ['a number with a text', { field: 'count', is: '1' }, ['is']],
    ['a yes-or-no with a text', { field: 'ready', is: 'true' }, ['is']],
    ['a choice with what is no option', { field: 'kind', in: ['main', 'minor'] }, ['in', 1]],
    ['a choice with its place', { field: 'kind', is: 1 }, ['is']],
    ['a text with a number', { field: 'note', atLeast: 3 }, ['atLeast']],
    ['a date with a number', { field: 'on', atMost: 3 }, ['atMost']],
    ['several units with one', { field: 'unitIds', is: 'x' }, ['is']],
    ['a table with a value', { field: 'rows', is: 'x' }, ['is']],
    ['something inside a text', { field: 'note.length', is: 3 }, ['field']],
    ['deep inside', { any: [{ all: [{ not: { field: 'count', is: true } }] }] }, ['any', 0, 'all', 0, 'not', 'is']],
  ])('does not compare %s', (_, condition, keys) => {
    const [fault, ...others] = typeFaults(condition, fields);
    expect([fault?.keys, others]).toEqual([keys, []]);
    expect(fault?.message.zh).toMatch(/[一-龥]/);
  });
});
