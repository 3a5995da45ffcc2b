import { describe, expect, test } from '@jest/globals';
import type { ChildrenSpec } from '#contracts';
import { chartOf, sent, words } from './small.fixture.js';

const children: ChildrenSpec = {
  workflow: 'opinion',
  each: 'unitIds',
  wait: 'all',
  rest: 'cancel',
  collect: 'answers',
};
const chart = chartOf({
  initial: 'drafting',
  states: {
    drafting: { on: { ask: 'asking', skip: 'between' } },
    asking: {
      meta: { title: words('征求意见'), children },
      on: { 'children.done': 'over', anew: { target: 'asking', reenter: true }, stop: 'over', note: {} },
    },
    between: { meta: { title: words('经过'), children }, always: 'over' },
    over: { type: 'final' },
  },
});

describe('children of a state', () => {
  test('are wanted when it is entered', () => {
    expect(sent(chart, {}).childrenWanted).toEqual([]);
    expect(sent(chart, {}, 'ask').childrenWanted).toEqual([{ state: 'asking', spec: children }]);
  });

  test('are left when it is, by their own event or another', () => {
    expect(sent(chart, {}, 'ask', 'children.done')).toMatchObject({ done: true, childrenLeft: [{ state: 'asking' }] });
    expect(sent(chart, {}, 'ask', 'stop').childrenLeft).toEqual([{ state: 'asking', spec: children }]);
  });

  test('are left and wanted anew where it is entered again', () => {
    expect(sent(chart, {}, 'ask', 'anew')).toMatchObject({
      childrenLeft: [{ state: 'asking' }],
      childrenWanted: [{ state: 'asking' }],
    });
    expect(sent(chart, {}, 'ask', 'note')).toMatchObject({ childrenLeft: [], childrenWanted: [] });
  });

  test('of a state that is only passed through never start', () => {
    expect(sent(chart, {}, 'skip')).toMatchObject({ childrenWanted: [], childrenLeft: [] });
  });
});
