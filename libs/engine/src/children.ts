import type { ChildrenSpec } from '#contracts';
import type { StepOutcome } from '#statechart';
import type { LoadedInstance, NewChild, Plan } from './commands.js';
import type { NewEvent, Step } from './effects.js';
import type { ChildrenRun, Parentage } from './parentage.js';

/** To the case itself: start the children of a state. They start with a step of their own, so that no step is too long. */
export const START_CHILDREN = 'children.start';
/** To the parent: a child has ended. */
export const CHILD_ENDED = 'child.ended';
/** To a child that is no longer waited for. */
export const CANCEL = 'case.cancel';

/** Which children are waited for after a step. This is a pure function. */
export function childrenAfter(
  instance: LoadedInstance,
  outcome: StepOutcome | null,
  plan: Plan,
): Record<string, ChildrenRun> {
  const left = new Set(outcome?.childrenLeft.map(({ state }) => state));
  const staying = Object.entries(instance.children)
    .filter(([state]) => !left.has(state))
    .map(([state, run]): [string, ChildrenRun] => {
      const name = plan.renamed?.[state];
      return name === undefined ? [state, run] : [name, { ...run, enteredAs: run.enteredAs ?? state }];
    });
  const counted = staying.map(([state, run]): [string, ChildrenRun] =>
    plan.children?.state === state
      ? [state, { ...run, started: (run.started ?? 0) + plan.children.start.length }]
      : [state, run],
  );
  const entered = (outcome?.childrenWanted ?? []).map(({ state }): [string, ChildrenRun] => [
    state,
    { entry: instance.revision + 1, started: null },
  ]);
  return Object.fromEntries([...counted, ...entered]);
}

/** The events with which a step sets children to work, or tells a parent of its end. This is a pure function. */
export function childrenEvents(step: Step, outcome: StepOutcome | null, endedFor: Parentage | null): NewEvent[] {
  const starts = (outcome?.childrenWanted ?? []).map(({ state }): NewEvent => {
    return { to: step.instanceId, workflow: step.workflow, event: START_CHILDREN, data: { state, entry: step.seq } };
  });
  if (!endedFor) return starts;
  const { instanceId, state, entry } = endedFor;
  return [...starts, { to: instanceId, workflow: step.workflow, event: CHILD_ENDED, data: { state, entry } }];
}

/** The event that the effect `children.start` stands for; null for any other effect. This is a pure function. */
export function addedChildren(
  step: Step,
  effect: { name: string; params: Readonly<Record<string, unknown>> },
): NewEvent | null {
  if (effect.name !== 'children.start') return null;
  const { each } = effect.params;
  // The field may hold something else by the time the children start.
  const listed = typeof each === 'string' ? (step.subject[each] ?? []) : null;
  return {
    to: step.instanceId,
    workflow: step.workflow,
    event: START_CHILDREN,
    data: { ...effect.params, added: true, since: step.seq, listed },
  };
}

/** The children that a state is to start now, numbered on from those started before. This is a pure function. */
export function newChildren(
  instance: LoadedInstance,
  state: string,
  spec: ChildrenSpec,
  what: { listed: unknown; entry?: string },
): NewChild[] {
  const run = instance.children[state];
  if (!run) return [];
  const { subject } = instance.position;
  const given = Object.fromEntries(
    Object.entries(spec.given ?? {}).map(([child, parent]) => [child, subject[parent] ?? null]),
  );
  const entries: unknown[] = Array.isArray(what.listed) ? what.listed : [what.listed];
  return entries.map((entry, index) => ({
    workflow: spec.workflow,
    title: instance.title,
    subject: { ...given, ...entryFields(what.entry, entry) },
    parentage: {
      instanceId: instance.instanceId,
      state: run.enteredAs ?? state,
      entry: run.entry,
      no: (run.started ?? 0) + index + 1,
    },
  }));
}

function entryFields(field: string | undefined, entry: unknown): Record<string, unknown> {
  if (field !== undefined) return { [field]: entry };
  return typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? { ...entry } : {};
}

/** How many children must have ended before the wait is over; none, and it is over as they start. This is a pure function. */
export function neededOf(spec: ChildrenSpec, started: number): number {
  if (spec.wait === 'all') return started;
  return Math.min(started, spec.wait === 'any' ? 1 : spec.wait.atLeast);
}
