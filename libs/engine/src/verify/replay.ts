import { isDeepStrictEqual } from 'node:util';
import type { Text } from '#contracts';
import {
  begin,
  childrenEvent,
  moveTo,
  step,
  type Chart,
  type Position,
  type StepOutcome,
  type Subject,
} from '#statechart';
import type { InstanceStatus } from '../commands.js';
import { difference } from '../step-composer.js';
import type { Folded, JournalLine } from './folded.js';
import { foldMigration } from './replay-migration.js';
import { asStored } from '../stored-order.js';

/** Why a history cannot be folded. */
export interface Flaw {
  invariant: 'I1' | 'I2' | 'I12';
  what: Text;
}

export interface ReplayMeans {
  /** The chart of a version; undefined where it is not published. */
  chart(version: number): Chart | undefined;
  /** Whether an effect may write fields of the subject by itself. */
  writes(effect: string): boolean;
}

/** Folds a whole history; answers what must be stored, or the first line that does not fit. This is a pure function. */
export function replay(lines: readonly JournalLine[], means: ReplayMeans): Folded | Flaw {
  let folded = nothing();
  for (const line of lines) {
    const next = lineFlaw(folded, line) ?? foldLine(folded, line, means);
    if ('what' in next) return next;
    folded = next;
  }
  return folded;
}

function nothing(): Folded {
  return {
    states: [],
    position: { value: null, history: {}, subject: {} },
    status: 'running',
    revision: 0,
    version: 0,
    timers: new Set(),
    children: new Map(),
  };
}

function lineFlaw(folded: Folded, line: JournalLine): Flaw | null {
  if (line.seq !== folded.revision + 1) {
    const expected = folded.revision + 1;
    return {
      invariant: 'I2',
      what: {
        zh: `办理记录应有第 ${expected} 步，却是第 ${line.seq} 步。`,
        en: `The history should go on with step ${expected}, but goes on with ${line.seq}.`,
      },
    };
  }
  if ((line.seq === 1) !== (line.kind === 'start')) return flaw(line, '不是启动', 'does not begin the case');
  if (!isDeepStrictEqual(line.from_states, folded.states))
    return flaw(
      line,
      `从 ${named(line.from_states)} 出发，而上一步到达 ${named(folded.states)}`,
      `leaves ${named(line.from_states)}, but the step before led to ${named(folded.states)}`,
    );
  return null;
}

function foldLine(folded: Folded, line: JournalLine, means: ReplayMeans): Folded | Flaw {
  const chart = means.chart(line.version);
  if (!chart)
    return {
      invariant: 'I12',
      what: {
        zh: `第 ${line.seq} 步所依据的流程第 ${line.version} 版不存在。`,
        en: `Version ${line.version} of the workflow, under which step ${line.seq} was made, does not exist.`,
      },
    };
  if (line.kind === 'migrate') return foldCarriage(folded, line, chart, means);
  const before = folded.position.subject;
  const position = { ...folded.position, subject: { ...before, ...line.given } };
  const outcome = outcomeOf(chart, position, line);
  if (outcome === null)
    return flaw(line, `流程不接受 ${line.sent ?? line.kind}`, `is not taken by the chart (${line.sent ?? line.kind})`);
  const states = outcome === 'stays' ? folded.states : outcome.states;
  if (!isDeepStrictEqual(line.to_states, states))
    return flaw(
      line,
      `记录到达 ${named(line.to_states)}，按流程应到达 ${named(states)}`,
      `is written to lead to ${named(line.to_states)}, but the chart leads to ${named(states)}`,
    );
  const wrong = wrongFields(outcome === 'stays' ? position.subject : outcome.position.subject, before, line, {
    isJump: line.kind === 'modify' || line.kind === 'restart',
    mayWrite: outcome !== 'stays' && outcome.effects.some((effect) => means.writes(effect.name)),
  });
  if (wrong.length > 0)
    return flaw(
      line,
      `所记字段 ${wrong.join('、')} 与流程不符`,
      `changed ${wrong.join(', ')} otherwise than the chart`,
    );
  return {
    states,
    position: asStored({
      ...(outcome === 'stays' ? folded.position : outcome.position),
      subject: { ...before, ...line.changed },
    }),
    status: statusAfter(folded, line, outcome),
    revision: line.seq,
    version: line.version,
    timers: timersAfter(folded, line, outcome),
    children: childrenAfter(folded, line, outcome, chart),
  };
}

function foldCarriage(folded: Folded, line: JournalLine, to: Chart, means: ReplayMeans): Folded | Flaw {
  const from = means.chart(folded.version);
  const after = from && foldMigration(folded, line, from, to);
  if (!after)
    return flaw(
      line,
      `转到第 ${line.version} 版，而该版没有 ${named(line.to_states)}`,
      `goes on under version ${line.version}, which has no ${named(line.to_states)}`,
    );
  const subject = { ...folded.position.subject, ...line.changed };
  return {
    ...folded,
    ...after,
    states: line.to_states,
    position: asStored({ ...after.position, subject }),
    revision: line.seq,
    version: line.version,
  };
}

/** What the line did to the chart; null where the chart does not do that. */
function outcomeOf(chart: Chart, position: Position, line: JournalLine): StepOutcome | 'stays' | null {
  if (line.kind === 'start') return begin(chart, line.given);
  if (line.sent !== null) return step(chart, position, { type: line.sent });
  if (line.kind !== 'modify' && line.kind !== 'restart') return 'stays';
  const given = moveTo(chart, position, line.to_states);
  if (given && isDeepStrictEqual(given.states, line.to_states)) return given;
  // What the entered states set may be what holds the case there: the journal knows it already.
  return moveTo(chart, { ...position, subject: { ...position.subject, ...line.changed } }, line.to_states);
}

/** Fields that the line says otherwise than the chart, leaving out what effects of the domain may have written. */
function wrongFields(
  after: Subject,
  before: Subject,
  line: JournalLine,
  { isJump, mayWrite }: { isJump: boolean; mayWrite: boolean },
): string[] {
  if (mayWrite || isJump) return [];
  const expected = asStored(difference(before, after));
  return [...new Set([...Object.keys(expected), ...Object.keys(line.changed)])].filter(
    (name) => !isDeepStrictEqual(expected[name], line.changed[name]),
  );
}

function statusAfter(folded: Folded, line: JournalLine, outcome: StepOutcome | 'stays'): InstanceStatus {
  if (line.kind === 'cancel') return 'done';
  if (line.kind === 'suspend') return 'suspended';
  const isOver = outcome !== 'stays' && outcome.done;
  if (line.kind === 'resume') return 'running';
  if (line.kind === 'restart') return isOver ? 'done' : 'running';
  return isOver ? 'done' : folded.status;
}

function timersAfter(folded: Folded, line: JournalLine, outcome: StepOutcome | 'stays'): Folded['timers'] {
  if (line.kind === 'cancel') return new Set();
  if (outcome === 'stays') return folded.timers;
  const timers = new Set(folded.timers);
  if (line.kind === 'timer' && line.sent !== null) timers.delete(line.sent);
  for (const event of outcome.timersCancelled) timers.delete(event);
  for (const { event } of outcome.timersSet) timers.add(event);
  return timers;
}

function childrenAfter(
  folded: Folded,
  line: JournalLine,
  outcome: StepOutcome | 'stays',
  chart: Chart,
): Folded['children'] {
  if (line.kind === 'cancel') return new Map();
  const children = new Map(folded.children);
  for (const [state, run] of children) {
    const spec = chart.states.get(state)?.meta.children;
    if (line.kind === 'child' && spec && line.sent === childrenEvent(spec)) children.set(state, { ...run, over: true });
  }
  if (outcome === 'stays') return children;
  for (const { state } of outcome.childrenLeft) children.delete(state);
  for (const { state } of outcome.childrenWanted) children.set(state, { entry: line.seq, over: false });
  return children;
}

function named(states: readonly string[]): string {
  return states.length === 0 ? '∅' : states.join(', ');
}

function flaw(line: JournalLine, zh: string, en: string): Flaw {
  return { invariant: 'I1', what: { zh: `第 ${line.seq} 步${zh}。`, en: `Step ${line.seq} ${en}.` } };
}
