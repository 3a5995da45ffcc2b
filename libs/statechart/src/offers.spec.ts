import { describe, expect, test } from '@jest/globals';
import { leaveRequest } from './leave-request.fixture.js';
import { actsOf, jointEvent, offers, refusal, tasksOf } from './offers.js';
import { begin, compile, step } from './step.js';

const chart = compile(leaveRequest());
const cosign = tasksOf(chart, 'cosign')[0]?.spec;

describe('what may be done', () => {
  test('says which conditions are missing, in words', () => {
    const review = step(chart, begin(chart, { days: 31 }).position, { type: 'submit' });
    expect(review && refusal(chart, review.position, review.states, 'pass')?.zh).toBe('需满足：“天数”不大于 30。');
  });

  test('lists what may be sent, and what may not and why', () => {
    const review = step(chart, begin(chart, { days: 31 }).position, { type: 'submit' });
    expect(
      review && offers(chart, review.position).map(({ event, title, refused }) => [event, title.zh, refused?.zh]),
    ).toEqual([
      ['pass', '通过', '需满足：“天数”不大于 30。'],
      ['return', '退回', undefined],
      ['remark', '批注', undefined],
    ]);
    expect(review && offers(chart, review.position, new Set(['days'])).every(({ refused }) => refused === null)).toBe(
      true,
    );
  });

  test('says nothing where the chart would take the event', () => {
    const { position, states } = begin(chart, {});
    expect(refusal(chart, position, states, 'submit')).toBeNull();
  });

  test('offers acts of a state to posts without a task', () => {
    expect(actsOf(chart, ['review']).map((act) => act.event)).toEqual(['remark']);
    expect(actsOf(chart, ['drafting'])).toEqual([]);
  });

  test('a countersign objects as soon as one of its answers does', () => {
    expect(cosign && jointEvent(cosign, ['agree', 'object', 'agree'])).toBe('objected');
    expect(cosign && jointEvent(cosign, ['agree', 'agree'])).toBe('allAgreed');
  });
});
