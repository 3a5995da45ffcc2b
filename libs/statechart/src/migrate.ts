import type { Field, StateConfig, Text } from '#contracts';
import { misfit } from './condition-types.js';
import { isFilled, type Subject } from './condition.js';
import { valueOf } from './state-value.js';
import { activeStates } from './move-to.js';
import { timerEvent, type Position, type TimerSet } from './outcome.js';
import { leaves, type PlacedState } from './states.js';
import type { Chart } from './step.js';

/** How cases of one version are carried over to another. */
export interface MigrationPlan {
  workflow: string;
  from: number;
  to: number;
  /** Where each state of the older version goes in the newer. */
  states: Record<string, string>;
  /** States in which cases may rest and which go nowhere: their cases are refused until they are mapped. */
  unmapped: string[];
  /** What is wrong with the mapping; a plan with faults carries nothing over. */
  faults: Text[];
}

/** A case under the newer version. Nothing is left or entered: tasks, children and running timers go with their state. */
export interface Migrated {
  position: Position;
  /** Leaf paths after. */
  states: string[];
  /** Every state that was active, and where it is now. */
  moved: { from: string; to: string }[];
  /** Timers that run on, by event. */
  timersKept: { from: string; to: string }[];
  /** Timers that only the newer version has; they begin now. */
  timersSet: TimerSet[];
  /** Events of timers that the newer version has no more. */
  timersCancelled: string[];
}

/**
 * A plan from one version to another: states of the same path and kind are equal, `mapping` says where the others go.
 * Every part of it is checked. This is a pure function.
 */
export function planMigration(from: Chart, to: Chart, mapping: Record<string, string> = {}): MigrationPlan {
  const pairs = [...from.states.keys()].flatMap((path): [string, string][] => {
    const target = mapping[path] ?? path;
    return isSameKind(from.states.get(path), to.states.get(target)) ? [[path, target]] : [];
  });
  const states = Object.fromEntries(pairs);
  const resting = [...from.states.values()].filter(({ config }) => isLeaf(config) && config.type !== 'final');
  return {
    workflow: from.definition.workflow,
    from: from.definition.version,
    to: to.definition.version,
    states,
    unmapped: resting.map(({ path }) => path).filter((path) => states[path] === undefined),
    faults: [...otherWorkflow(from, to), ...Object.entries(mapping).flatMap((pair) => mappingFaults(from, to, pair))],
  };
}

/** Carries one case over as the plan says, or says why it cannot be. This is a pure function. */
export function migrate(
  plan: MigrationPlan,
  from: Chart,
  to: Chart,
  position: Position,
): { migrated: Migrated } | { refusals: Text[] } {
  const before = leaves(position.value);
  const refusals = [
    ...plan.faults,
    ...(before.every((path) => from.states.get(path)?.config.type === 'final') ? [OVER] : []),
    ...before.flatMap((path) => (plan.states[path] === undefined ? [unmapped(from, path)] : [])),
    ...subjectRefusals(from, to, position.subject),
  ];
  if (refusals.length > 0) return { refusals };
  const after = before.flatMap((path) => plan.states[path] ?? []);
  const value = valueOf(to, after);
  if (value === null) return { refusals: [scattered(to, after)] };
  const history = remembered(plan, from, to, position.history);
  if ('refusals' in history) return history;
  const moved = activeStates(before).flatMap((path) => {
    const target = plan.states[path];
    return target === undefined ? [] : [{ from: path, to: target }];
  });
  const carried = { value, history: history.history, subject: position.subject };
  return { migrated: { position: carried, states: leaves(value), moved, ...timers(from, to, before, after, moved) } };
}

const isLeaf = ({ states, type }: StateConfig): boolean => states === undefined && type !== 'history';

function isSameKind(one: PlacedState | undefined, other: PlacedState | undefined): boolean {
  return one !== undefined && other !== undefined && kindOf(one) === kindOf(other);
}

function kindOf({ config }: PlacedState): string {
  return config.type ?? (config.states ? 'compound' : 'atomic');
}

function otherWorkflow(from: Chart, to: Chart): Text[] {
  const [one, other] = [from.definition, to.definition];
  if (one.workflow === other.workflow) return [];
  return [
    {
      zh: `“${one.title.zh}”和“${other.title.zh}”不是同一个流程。`,
      en: `“${one.title.en}” and “${other.title.en}” are not the same workflow.`,
    },
  ];
}

function mappingFaults(from: Chart, to: Chart, [path, target]: [string, string]): Text[] {
  const [older, newer] = [from.states.get(path), to.states.get(target)];
  if (!older)
    return [
      {
        zh: `第 ${from.definition.version} 版没有状态“${path}”。`,
        en: `Version ${from.definition.version} has no state “${path}”.`,
      },
    ];
  if (!newer)
    return [
      {
        zh: `第 ${to.definition.version} 版没有状态“${target}”。`,
        en: `Version ${to.definition.version} has no state “${target}”.`,
      },
    ];
  if (kindOf(older) === kindOf(newer)) return [];
  return [
    {
      zh: `“${older.meta.title.zh}”是 ${kindOf(older)}，“${newer.meta.title.zh}”是 ${kindOf(newer)}，不能对应。`,
      en: `“${older.meta.title.en}” is ${kindOf(older)} and “${newer.meta.title.en}” is ${kindOf(newer)}: the one cannot become the other.`,
    },
  ];
}

function unmapped(from: Chart, path: string): Text {
  const title = from.states.get(path)?.meta.title ?? { zh: path, en: path };
  return {
    zh: `新版本没有与“${title.zh}”（${path}）相同的状态，请写明对应到哪个状态。`,
    en: `The newer version has no state equal to “${title.en}” (${path}): say where its cases go.`,
  };
}

function scattered(to: Chart, paths: string[]): Text {
  const titles = paths.map((path) => to.states.get(path)?.meta.title ?? { zh: path, en: path });
  return {
    zh: `新版本中不能同时且仅处于：${titles.map(({ zh }) => zh).join('、')}。`,
    en: `In the newer version a case cannot stand in just these: ${titles.map(({ en }) => en).join(', ')}.`,
  };
}

/** What was answered under the older version must be an answer under the newer. */
function subjectRefusals(from: Chart, to: Chart, subject: Subject): Text[] {
  return Object.entries(to.definition.fields).flatMap(([name, field]) => {
    const value = subject[name];
    const was = from.definition.fields[name];
    if (was === undefined || !isFilled(value)) return [];
    const why = was.type === field.type ? optionGone(value, field) : typeChanged(was, field);
    return why === null ? [] : [why];
  });
}

function optionGone(value: unknown, field: Field): Text | null {
  return field.type === 'choice' ? misfit(value, field) : null;
}

function typeChanged(was: Field, is: Field): Text {
  return {
    zh: `“${is.title.zh}”已填写，而类型由 ${was.type} 改为 ${is.type}。`,
    en: `“${is.title.en}” is filled in, and its type changed from ${was.type} to ${is.type}.`,
  };
}

/** Memories of history states go with the states remembered; those of history states that are gone are dropped. */
function remembered(
  plan: MigrationPlan,
  from: Chart,
  to: Chart,
  history: Position['history'],
): { history: Position['history'] } | { refusals: Text[] } {
  const [older, newer] = [`${from.definition.machine.id}.`, `${to.definition.machine.id}.`];
  const carried: Position['history'] = {};
  for (const [id, states] of Object.entries(history)) {
    const place = plan.states[id.slice(older.length)];
    if (place === undefined || !Array.isArray(states)) continue;
    const paths = states.flatMap((state: unknown) =>
      typeof state === 'object' && state !== null && 'id' in state ? [String(state.id).slice(older.length)] : [],
    );
    const gone = paths.filter((path) => plan.states[path] === undefined);
    if (gone.length > 0) return { refusals: gone.map((path) => unmapped(from, path)) };
    carried[newer + place] = paths.map((path) => ({ id: newer + (plan.states[path] ?? path) }));
  }
  return { history: carried };
}

function timers(
  from: Chart,
  to: Chart,
  before: string[],
  after: string[],
  moved: Migrated['moved'],
): Pick<Migrated, 'timersKept' | 'timersSet' | 'timersCancelled'> {
  const running = timersOf(from, activeStates(before));
  const wanted = timersOf(to, activeStates(after));
  const kept = wanted.flatMap(({ timer, state, event }) => {
    const older = running.find(
      (one) => one.timer === timer && moved.some((move) => move.from === one.state && move.to === state),
    );
    return older ? [{ from: older.event, to: event }] : [];
  });
  return {
    timersKept: kept,
    timersSet: wanted.filter(({ event }) => !kept.some((one) => one.to === event)),
    timersCancelled: running.map(({ event }) => event).filter((event) => !kept.some((one) => one.from === event)),
  };
}

function timersOf(chart: Chart, paths: string[]): TimerSet[] {
  return paths.flatMap((state) =>
    Object.keys(chart.states.get(state)?.config.after ?? {}).map((timer) => ({
      timer,
      state,
      event: timerEvent(chart.definition.machine.id, timer, state),
    })),
  );
}

const OVER: Text = { zh: '事项已办结，不再转到新版本。', en: 'The case is over and stays under its version.' };
