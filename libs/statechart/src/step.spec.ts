import { describe, expect, test } from '@jest/globals';
import { leaveRequest } from './leave-request.fixture.js';
import type { Position, StepOutcome } from './outcome.js';
import { begin, compile, step, takes } from './step.js';

const chart = compile(leaveRequest());

function walk(subject: Record<string, unknown>, ...events: string[]): StepOutcome {
  let outcome = begin(chart, subject);
  for (const type of events) {
    const next = step(chart, outcome.position, { type });
    if (!next) throw new Error(`${type} was refused in ${outcome.states.join()}`);
    outcome = next;
  }
  return outcome;
}

describe('a step of a statechart', () => {
  test('begins in the initial state with the subject given', () => {
    const outcome = begin(chart, { days: 3 });
    expect(outcome).toMatchObject({
      states: ['drafting'],
      entered: ['drafting'],
      exited: [],
      done: false,
      position: { subject: { days: 3 } },
    });
  });

  test('chooses the target by what the subject holds', () => {
    expect(walk({ days: 3 }, 'submit').states).toEqual(['review']);
    expect(walk({ days: 3, partners: ['a'] }, 'submit').states).toEqual(['cosign']);
  });

  test('says which states were left and entered', () => {
    expect(walk({}, 'submit')).toMatchObject({ exited: ['drafting'], entered: ['review'] });
  });

  test('answers null to an event that the state does not know', () => {
    expect(step(chart, begin(chart, {}).position, { type: 'pass' })).toBeNull();
  });

  test('answers null where a guard says no', () => {
    const { position } = walk({ days: 31 }, 'submit');
    expect(step(chart, position, { type: 'pass' })).toBeNull();
    expect(takes(chart, position, 'pass')).toBe(false);
  });

  test('hands effects out as data and carries none of them out', () => {
    expect(walk({ days: 3 }, 'submit', 'pass').effects).toEqual([{ name: 'leave.grant', params: {} }]);
  });

  test('counts on the subject at each return', () => {
    expect(walk({ days: 3 }, 'submit', 'return', 'submit', 'return').position.subject['rounds']).toBe(2);
  });

  test('moves answered fields into a list and stays where it is', () => {
    const outcome = walk({ days: 3, note: '补材料' }, 'submit', 'remark');
    expect(outcome).toMatchObject({ states: ['review'], entered: [], exited: [] });
    expect(outcome.position.subject).toMatchObject({ note: null, notes: [{ note: '补材料' }] });
  });

  test('sets the delay of a state when it is entered and cancels it when it is left', () => {
    const entered = walk({ partners: ['a'] }, 'submit');
    const event = 'xstate.after.silence.leave-request.cosign';
    expect(entered.timersSet).toEqual([{ timer: 'silence', event, state: 'cosign' }]);
    expect(step(chart, entered.position, { type: 'allAgreed' })?.timersCancelled).toEqual([event]);
    expect(step(chart, entered.position, { type: event })?.states).toEqual(['review']);
  });

  test('is done in a final state and takes nothing more', () => {
    const outcome = walk({ days: 3 }, 'submit', 'pass');
    expect(outcome).toMatchObject({ done: true, states: ['done'] });
  });

  test('goes on from a position that went through JSON', () => {
    const { position } = walk({ days: 3 }, 'submit');
    const stored = JSON.parse(JSON.stringify(position)) as Position;
    expect(step(chart, stored, { type: 'pass' })?.states).toEqual(['done']);
  });

  test('sees that a state is entered anew where a transition re-enters it', () => {
    const again = compile(leaveRequest({ review: { on: { remark: { target: 'review', reenter: true } } } }));
    const { position } = begin(again, {});
    const review = step(again, position, { type: 'submit' });
    expect(review && step(again, review.position, { type: 'remark' })).toMatchObject({
      exited: ['review'],
      entered: ['review'],
    });
  });

  test('counts a state that is only passed through as neither entered nor left', () => {
    const through = compile(leaveRequest({ review: { always: 'done' } }));
    const outcome = step(through, begin(through, {}).position, { type: 'submit' });
    expect(outcome).toMatchObject({ exited: ['drafting'], entered: ['done'] });
  });

  test('walks parallel regions and substates by their paths', () => {
    const parallel = compile(
      leaveRequest({
        drafting: {
          type: 'parallel',
          states: {
            text: { initial: 'open', states: { open: { on: { submit: 'ready' } }, ready: { type: 'final' } } },
            proof: { initial: 'open', states: { open: { on: { prove: 'ready' } }, ready: { type: 'final' } } },
          },
          onDone: 'review',
        },
      }),
    );
    const first = step(parallel, begin(parallel, {}).position, { type: 'submit' });
    expect(first?.states).toEqual(['drafting.text.ready', 'drafting.proof.open']);
    expect(first && step(parallel, first.position, { type: 'prove' })?.states).toEqual(['review']);
  });
});
