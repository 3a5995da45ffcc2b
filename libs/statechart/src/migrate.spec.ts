import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MachineConfig, StateConfig, WorkflowDefinition } from '#contracts';
import { explore } from './explore.js';
import { leaveRequest } from './leave-request.fixture.js';
import { migrate, planMigration, type Migrated } from './migrate.js';
import { timerEvent, type Position } from './outcome.js';
import { sent, small } from './small.fixture.js';
import { leaves } from './states.js';
import { compile, step, type Chart } from './step.js';

type States = Record<string, StateConfig>;

const version = (states: States, more: Partial<WorkflowDefinition> = {}): Chart =>
  compile(
    small(
      { initial: Object.keys(states)[0] ?? '', states } satisfies Partial<MachineConfig> & { states: States },
      more,
    ),
  );

const older: States = {
  draft: { on: { submit: 'review' } },
  review: { on: { pass: 'over', back: 'draft' }, after: { short: 'over', long: 'draft' } },
  over: { type: 'final' },
};

function carried(from: Chart, to: Chart, position: Position, mapping: Record<string, string> = {}): Migrated {
  const result = migrate(planMigration(from, to, mapping), from, to, position);
  if ('refusals' in result) throw new Error(result.refusals.map(({ zh }) => zh).join());
  return result.migrated;
}

function refusals(from: Chart, to: Chart, position: Position, mapping: Record<string, string> = {}): string[] {
  const result = migrate(planMigration(from, to, mapping), from, to, position);
  return 'refusals' in result ? result.refusals.map(({ zh }) => zh) : [];
}

describe('moving a case to another version', () => {
  test('keeps it in the state of the same name, and goes on by the new rules', () => {
    const [from, to] = [version(older), version({ ...older, review: { on: { pass: 'filed' } }, filed: {} })];
    const { position } = sent(from, { note: '原' }, 'submit');
    const { migrated } = { migrated: carried(from, to, position) };
    expect(migrated).toMatchObject({ states: ['review'], position: { subject: { note: '原' } } });
    expect(step(to, migrated.position, { type: 'pass' })?.states).toEqual(['filed']);
  });

  test('refuses a state that has no equal, until it is said where it goes', () => {
    const [from, to] = [
      version(older),
      version({ draft: {}, check: { on: { pass: 'over' } }, over: { type: 'final' } }),
    ];
    const { position } = sent(from, {}, 'submit');
    expect(planMigration(from, to).unmapped).toEqual(['review']);
    expect(refusals(from, to, position)).toEqual(['新版本没有与“review”（review）相同的状态，请写明对应到哪个状态。']);
    expect(carried(from, to, position, { review: 'check' })).toMatchObject({
      states: ['check'],
      moved: [{ from: 'review', to: 'check' }],
    });
  });

  test('finds fault with a mapping that names nothing, or the wrong kind', () => {
    const [from, to] = [version(older), version({ draft: {}, group: { initial: 'in', states: { in: {} } } })];
    const faults = (mapping: Record<string, string>): string[] =>
      planMigration(from, to, mapping).faults.map(({ en }) => en);
    expect(faults({ gone: 'draft' })).toEqual(['Version 1 has no state “gone”.']);
    expect(faults({ review: 'gone' })).toEqual(['Version 1 has no state “gone”.']);
    expect(faults({ review: 'group' })[0]).toContain('cannot become');
    expect(faults({ review: 'group.in' })).toEqual([]);
    expect(refusals(from, to, sent(from, {}).position, { gone: 'draft' })).toHaveLength(1);
  });

  test('lets timers of the same name run on, begins new ones, cancels those that are gone', () => {
    const from = version(older);
    const to = version(
      { ...older, review: { after: { short: 'over', more: 'over' } } },
      { timers: { short: { workingDays: 3 }, more: { workingDays: 9 } } },
    );
    const event = (timer: string): string => timerEvent('small', timer, 'review');
    expect(carried(from, to, sent(from, {}, 'submit').position)).toMatchObject({
      timersKept: [{ from: event('short'), to: event('short') }],
      timersSet: [{ timer: 'more', state: 'review', event: event('more') }],
      timersCancelled: [event('long')],
    });
  });

  test('takes a timer along to the state that its state becomes', () => {
    const [from, to] = [version(older), version({ draft: {}, check: { after: { short: 'draft' } } })];
    expect(carried(from, to, sent(from, {}, 'submit').position, { review: 'check' }).timersKept).toEqual([
      { from: timerEvent('small', 'short', 'review'), to: timerEvent('small', 'short', 'check') },
    ]);
  });

  test('puts a state into a group that has grown around it', () => {
    const [from, to] = [
      version(older),
      version({ draft: {}, review: { initial: 'first', states: { first: {}, second: {} } } }),
    ];
    expect(carried(from, to, sent(from, {}, 'submit').position, { review: 'review.second' }).position.value).toEqual({
      review: 'second',
    });
  });

  test('refuses regions that the newer version has and the case does not', () => {
    const region: StateConfig = { initial: 'a', states: { a: {}, b: {} } };
    const [from, to] = [
      version({ both: { type: 'parallel', states: { l: region, r: region } } }),
      version({ both: { type: 'parallel', states: { l: region, r: region, more: region } } }),
    ];
    expect(refusals(from, to, sent(from, {}).position)[0]).toContain('不能同时且仅处于');
    expect(carried(to, to, sent(to, {}).position).states).toEqual(['both.l.a', 'both.r.a', 'both.more.a']);
  });

  test('takes what history remembers along', () => {
    const chart = (inner: string): Chart =>
      version({
        work: {
          initial: 'x',
          on: { pause: 'paused' },
          states: { x: { on: { next: inner } }, [inner]: {}, back: { type: 'history' } },
        },
        paused: { on: { resume: 'work.back' } },
      });
    const [from, to] = [chart('y'), chart('z')];
    const { position } = sent(from, {}, 'next', 'pause');
    expect(refusals(from, to, position)).toHaveLength(1);
    const { position: after } = carried(from, to, position, { 'work.y': 'work.z' });
    expect(step(to, after, { type: 'resume' })?.states).toEqual(['work.z']);
  });

  test('refuses answers that are none in the newer version', () => {
    const from = version(older);
    const to = version(older, {
      fields: {
        kind: {
          type: 'choice',
          title: { zh: '类别', en: 'Kind' },
          options: [{ value: 'main', title: { zh: '主要', en: 'Main' } }],
        },
        count: { type: 'text', title: { zh: '次数', en: 'Count' }, maxLength: 9 },
      },
    });
    expect(refusals(from, to, sent(from, { kind: 'other', count: 1 }).position)).toHaveLength(2);
    expect(refusals(from, to, sent(from, { kind: 'main' }).position)).toEqual([]);
  });

  test('leaves a case alone that is over', () => {
    const from = version(older);
    expect(refusals(from, from, sent(from, {}, 'submit', 'pass').position)).toEqual(['事项已办结，不再转到新版本。']);
  });

  test('to the same version changes nothing, wherever a case may be', () => {
    const chart = compile(leaveRequest());
    const plan = planMigration(chart, chart);
    const { configurations } = explore(leaveRequest());
    fc.assert(
      fc.property(fc.constantFrom(...configurations.filter(({ done }) => !done)), ({ states }) => {
        const position = { value: states[0], history: {}, subject: { days: 3 } };
        const result = migrate(plan, chart, chart, position);
        expect(result).toMatchObject({ migrated: { position, timersSet: [], timersCancelled: [] } });
        expect(leaves(position.value)).toEqual(states);
      }),
    );
  });
});
