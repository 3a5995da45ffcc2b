import { describe, expect, test } from '@jest/globals';
import { bad, found, good } from './rules.fixture.js';

describe('message-is-heard', () => {
  test('fails on its bad fixture', () => {
    expect(found('message-is-heard', bad('message-is-heard'))).toEqual(['/messages/paid']);
  });

  test('passes a sound definition', () => {
    expect(found('message-is-heard', good())).toEqual([]);
  });

  test('messages find their case by a field', () => {
    expect(
      found(
        'message-is-heard',
        good((definition) => {
          definition.messages = { pass: { title: { zh: '通过', en: 'Pass' }, early: 'keep' } };
        }),
      ),
    ).toEqual(['/messages']);
  });

  test('what is refused is not kept', () => {
    expect(
      found(
        'message-is-heard',
        good((definition) => {
          definition.correlation = 'copies';
          definition.messages = {
            pass: { title: { zh: '通过', en: 'Pass' }, early: 'refuse', keepFor: { workingDays: 1 } },
          };
        }),
      ),
    ).toEqual(['/messages/pass/keepFor']);
  });
});
