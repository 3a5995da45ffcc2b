import fc from 'fast-check';
import type { Condition, StateConfig, TransitionTarget } from '#contracts';

const LEAVES = ['a', 'b', 'c', 'g.x', 'g.y', 'g.back', 'p.l.m', 'p.r.n', 'p', 'g'];
const EVENTS = ['one', 'two', 'three'];

const comparison: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ field: fc.constant('count'), atLeast: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ field: fc.constant('count'), atMost: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ field: fc.constant('ready'), is: fc.boolean() }),
  fc.record({ field: fc.constant('kind'), in: fc.subarray(['main', 'other']) }),
  fc.record({ field: fc.constant('note'), filled: fc.boolean() }),
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  comparison,
  fc.record({ not: comparison }),
  fc.record({ all: fc.array(comparison, { maxLength: 2 }) }),
  fc.record({ any: fc.array(comparison, { maxLength: 2 }) }),
);
const action = fc.constantFrom(
  { type: 'subject.count', params: { field: 'count' } },
  { type: 'subject.set', params: { field: 'ready', value: true } },
  { type: 'subject.append', params: { field: 'rows', take: ['note'] } },
);
const target = (isGuarded: boolean): fc.Arbitrary<TransitionTarget> =>
  fc.record(
    {
      target: fc.constantFrom(...LEAVES.map((path) => `#small.${path}`)),
      guard: fc.record({ type: fc.constant('when' as const), params: condition }),
      actions: action,
      reenter: fc.boolean(),
    },
    { requiredKeys: isGuarded ? ['target', 'guard'] : [] },
  );
const moves: fc.Arbitrary<StateConfig> = fc.record(
  {
    on: fc.dictionary(fc.constantFrom(...EVENTS), fc.array(target(false), { minLength: 1, maxLength: 3 }), {
      maxKeys: 3,
    }),
    after: fc.record({ short: target(false), long: target(false) }, { requiredKeys: [] }),
    always: fc.oneof(
      { weight: 5, arbitrary: fc.constant<TransitionTarget[]>([]) },
      fc.array(target(true), { maxLength: 1 }),
    ),
  },
  { requiredKeys: ['on'] },
);
/** States of a chart that begins in `a`: compound, parallel, history and final ones, with every kind of transition, guard and effect. */
export const charted = fc
  .tuple(...Array.from({ length: 11 }, () => moves))
  .map(([a, b, c, g, x, y, p, m, m2, n, n2]) => ({
    a: a ?? {},
    b: b ?? {},
    c: c ?? {},
    end: { type: 'final' as const },
    g: {
      ...g,
      initial: 'x',
      states: {
        x: x ?? {},
        y: y ?? {},
        through: { type: 'final' as const },
        back: { type: 'history' as const, history: 'deep' as const },
      },
      onDone: 'end',
    },
    p: {
      ...p,
      type: 'parallel' as const,
      states: {
        l: { initial: 'm', states: { m: m ?? {}, m2: m2 ?? {} } },
        r: { initial: 'n', states: { n: n ?? {}, n2: n2 ?? {} } },
      },
    },
  }));
const subject = fc.record(
  {
    count: fc.oneof(fc.integer({ min: -1, max: 5 }), fc.constant(1.5)),
    ready: fc.boolean(),
    kind: fc.constantFrom('main', 'other', 'more'),
    note: fc.constantFrom('', ' ', '有'),
  },
  { requiredKeys: [] },
);
/** What a case is told at each step, and which of the events that it may be sent then. */
export const walk = fc.array(fc.tuple(subject, fc.nat()), { minLength: 1, maxLength: 12 });
