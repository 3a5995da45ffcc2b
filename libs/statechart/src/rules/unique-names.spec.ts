import { describe, expect, test } from '@jest/globals';
import { bad, found, good } from './rules.fixture.js';

describe('unique-names', () => {
  test('fails on its bad fixture', () => {
    expect(found('unique-names', bad('unique-names'))).toEqual(['/machine/states/review/meta/tasks/1/name']);
  });

  test('passes a sound definition', () => {
    expect(found('unique-names', good())).toEqual([]);
  });

  test('options are told apart', () => {
    expect(
      found(
        'unique-names',
        good((definition) => {
          const { kind } = definition.fields;
          if (kind?.type === 'choice') kind.options.push({ value: 'letter', title: { zh: '信', en: 'Mail' } });
        }),
      ),
    ).toEqual(['/fields/kind/options/2/value']);
  });
});
