import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventsOf, explore } from './explore.js';
import { charted, walk } from './random-chart.fixture.js';
import { small } from './small.fixture.js';
import { withAncestors } from './states.js';
import { begin, compile, step } from './step.js';

describe('what explore reaches', () => {
  test('holds every state that a walk comes to, whatever happens to the subject on the way', () => {
    let steps = 0;
    const property = fc.property(charted, fc.array(walk, { minLength: 4, maxLength: 4 }), (states, walks) => {
      const definition = small({ initial: 'a', states });
      const exploration = explore(definition);
      if (!exploration.complete) return;
      const chart = compile(definition);
      const together = new Set(exploration.configurations.map(({ states: leaves }) => leaves.join('+')));
      for (const [first, ...rest] of walks) {
        let outcome = begin(chart, first?.[0] ?? {});
        for (const [known, choice] of [...rest, [{}, 0] as const]) {
          expect([...together]).toContain(outcome.states.join('+'));
          for (const path of [...outcome.states.flatMap(withAncestors), ...outcome.passed])
            expect([...exploration.ways.keys()]).toContain(path);
          if (outcome.done) break;
          const events = eventsOf(chart, outcome.states);
          const type = events[choice % Math.max(events.length, 1)]?.event ?? 'one';
          const position = { ...outcome.position, subject: { ...outcome.position.subject, ...known } };
          outcome = step(chart, position, { type }) ?? { ...outcome, position };
          steps += 1;
        }
      }
    });
    fc.assert(property, { numRuns: 60, interruptAfterTimeLimit: 10_000 });
    expect(steps).toBeGreaterThan(100);
  });
});
