import { describe, expect, test } from '@jest/globals';
import type { StateConfig } from '#contracts';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('regions-do-not-starve', () => {
  test('fails on its bad fixture', () => {
    expect(found('regions-do-not-starve', bad('regions-do-not-starve'))).toEqual([
      '/machine/states/review/states/money',
    ]);
  });

  test('passes a sound definition', () => {
    expect(found('regions-do-not-starve', good())).toEqual([]);
  });

  test('a region does not take away the event that another waits for', () => {
    expect(
      found(
        'regions-do-not-starve',
        good((_, states) => {
          states['review'] = {
            type: 'parallel',
            states: {
              a: { initial: 'open', states: { open: { on: { pass: '#sample-approval.approved' } } } },
              b: { initial: 'open', states: { open: { on: { pass: 'ready' } }, ready: {} } },
            },
          };
        }),
      ),
    ).toEqual(['/machine/states/review/states/b/states/open/on/pass']);
  });

  test('tasks of two regions are not answered by one answer', () => {
    expect(
      found(
        'regions-do-not-starve',
        good((_, states) => {
          const meta = stateOf(states, 'review').meta;
          const open = (): StateConfig => ({
            initial: 'open',
            states: {
              open: { ...(meta ? { meta } : {}), on: { pass: 'ready', return: 'ready' } },
              ready: { type: 'final' },
            },
          });
          states['review'] = { type: 'parallel', states: { a: open(), b: open() }, onDone: 'approved' };
        }),
      ),
    ).toEqual([
      '/machine/states/review/states/b/states/open/meta/tasks/0/outcomes/pass',
      '/machine/states/review/states/b/states/open/meta/tasks/0/outcomes/return',
    ]);
  });
});
