import { expect, test } from '@jest/globals';
import { GrowingLines } from './growing-lines.js';

test('lines of a growing text are told once, and only whole', () => {
  const lines = new GrowingLines();
  expect(
    ['{"a":1}\n{"b"', '{"a":1}\n{"b":2}', '{"a":1}\n{"b":2}\n\n{"c":3}\n'].map((text) => lines.take(text)),
  ).toEqual([['{"a":1}'], [], ['{"b":2}', '{"c":3}']]);
  expect(lines.take('{"a":1}\n{"b":2}\n\n{"c":3}\n')).toEqual([]);
});
