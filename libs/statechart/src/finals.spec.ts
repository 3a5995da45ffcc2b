import { describe, expect, test } from '@jest/globals';
import { chartOf, sent, words } from './small.fixture.js';

const title = words('完');

describe('final states', () => {
  const chart = chartOf({
    initial: 'work',
    context: { count: 0 },
    states: {
      work: {
        initial: 'part',
        states: { part: { on: { finish: 'through' } }, through: { type: 'final', meta: { title, output: ['note'] } } },
        onDone: [
          { target: 'good', guard: { type: 'when', params: { field: 'ready', is: true } } },
          { target: 'bad', actions: { type: 'subject.count', params: { field: 'count' } } },
        ],
      },
      good: { type: 'final', meta: { title, output: ['note', 'count', 'unitId'] } },
      bad: { type: 'final', meta: { title } },
    },
  });

  test('of an inner state lead the outer one on, by its guards', () => {
    expect(sent(chart, { ready: true }, 'finish')).toMatchObject({ done: true, states: ['good'] });
    expect(sent(chart, { ready: false }, 'finish')).toMatchObject({ done: true, states: ['bad'] });
  });

  test('hand out the fields that they name, empty ones as null', () => {
    expect(sent(chart, { ready: true, note: '已办' }, 'finish').output).toEqual({
      note: '已办',
      count: 0,
      unitId: null,
    });
  });

  test('that name none hand out nothing', () => {
    expect(sent(chart, {}, 'finish').output).toEqual({});
  });

  test('have no output before the case is done', () => {
    expect(sent(chart, {}).output).toBeNull();
  });

  test('of outermost regions hand out what each names', () => {
    const region = (event: string, field: string): object => ({
      initial: 'open',
      states: { open: { on: { [event]: 'end' } }, end: { type: 'final', meta: { title, output: [field] } } },
    });
    const regions = chartOf({ type: 'parallel', states: { a: region('a', 'note'), b: region('b', 'count') } });
    expect(sent(regions, { note: '甲', count: 2 }, 'b', 'a').output).toEqual({ note: '甲', count: 2 });
  });
});
