import type { ActSpec, ChildrenSpec, Condition, Span, StateConfig, TaskSpec, WorkflowDefinition } from '#contracts';
import { explore, type Exploration } from '../explore.js';
import { pointer, pointerTo, type Pointer } from '../pointer.js';
import { actionsOf, placeStates, withAncestors, type PlacedState } from '../states.js';
import { placeTransitions, type PlacedTransition } from '../transitions.js';

/** Something that a state says, with its place. */
export interface Placed<T> {
  state: string;
  spec: T;
  pointer: Pointer;
}

export interface Action {
  type: string;
  params: Record<string, unknown>;
}

/** A definition laid out for rules: what they look at again and again, each with its place. */
export interface Model {
  definition: WorkflowDefinition;
  /** Other workflows that children may run under. */
  workflows: readonly WorkflowDefinition[];
  states: ReadonlyMap<string, PlacedState>;
  transitions: PlacedTransition[];
  tasks: Placed<TaskSpec>[];
  acts: (Placed<ActSpec> & { event: string })[];
  children: Placed<ChildrenSpec>[];
  actions: Placed<Action>[];
  conditions: { spec: Condition; pointer: Pointer }[];
  spans: { spec: Span; pointer: Pointer }[];
  /** What may happen under the definition; only for rules that come after those about names. */
  readonly explored: Exploration;
}

/** Lays a definition out for the rules. This is a pure function. */
export function modelOf(definition: WorkflowDefinition, workflows: readonly WorkflowDefinition[]): Model {
  const states = placeStates(definition.machine);
  const placed = [...states.values()];
  const transitions = placeTransitions(definition, states);
  const tasks = placed.flatMap(tasksIn);
  let explored: Exploration | null = null;
  return {
    definition,
    workflows: [definition, ...workflows.filter((other) => other.workflow !== definition.workflow)],
    states,
    transitions,
    tasks,
    acts: placed.flatMap(actsIn),
    children: placed.flatMap((state) =>
      state.meta.children
        ? [{ state: state.path, spec: state.meta.children, pointer: pointerTo(state.path).at('meta', 'children') }]
        : [],
    ),
    actions: [...placed.flatMap(actionsIn), ...transitions.flatMap(actionsOn)],
    conditions: transitions.flatMap(({ spec, pointer: at }) =>
      spec.guard ? [{ spec: spec.guard.params, pointer: at.at('guard', 'params') }] : [],
    ),
    spans: [
      ...Object.entries(definition.timers).map(([name, spec]) => ({ spec, pointer: pointer('timers', name) })),
      ...tasks.flatMap((task) =>
        task.spec.deadline ? [{ spec: task.spec.deadline, pointer: task.pointer.at('deadline') }] : [],
      ),
      ...Object.entries(definition.messages ?? {}).flatMap(([name, { keepFor }]) =>
        keepFor ? [{ spec: keepFor, pointer: pointer('messages', name, 'keepFor') }] : [],
      ),
    ],
    get explored() {
      return (explored ??= explore(definition));
    },
  };
}

/** The states around which both stand, or which stand in another region beside the one. This is a pure function. */
export function mayBeActiveTogether(model: Model, one: string, other: string): boolean {
  const around = withAncestors(one);
  if (around.includes(other) || withAncestors(other).includes(one)) return true;
  const common = around.find((path) => withAncestors(other).includes(path));
  const config: StateConfig =
    common === undefined ? model.definition.machine : (model.states.get(common)?.config ?? {});
  return config.type === 'parallel';
}

/** The state and those around it, innermost first. This is a pure function. */
export function stateAndAround(model: Model, path: string): PlacedState[] {
  return withAncestors(path).flatMap((around) => model.states.get(around) ?? []);
}

/** The leaves that a case may rest in, final ones left out. This is a pure function. */
export function restingStates(model: Model): PlacedState[] {
  const resting = new Set(model.explored.configurations.filter(({ done }) => !done).flatMap(({ states }) => states));
  return [...model.states.values()].filter(({ path, config }) => resting.has(path) && config.type !== 'final');
}

function tasksIn({ path, meta }: PlacedState): Placed<TaskSpec>[] {
  return (meta.tasks ?? []).map((spec, index) => ({
    state: path,
    spec,
    pointer: pointerTo(path).at('meta', 'tasks', index),
  }));
}

function actsIn({ path, meta }: PlacedState): (Placed<ActSpec> & { event: string })[] {
  return Object.entries(meta.acts ?? {}).map(([event, spec]) => ({
    state: path,
    event,
    spec,
    pointer: pointerTo(path).at('meta', 'acts', event),
  }));
}

function actionsIn({ path, config }: PlacedState): Placed<Action>[] {
  return (['entry', 'exit'] as const).flatMap((moment) =>
    placedActions(path, config[moment], pointerTo(path).at(moment)),
  );
}

function actionsOn({ source, spec, pointer: at }: PlacedTransition): Placed<Action>[] {
  return placedActions(source, spec.actions, at.at('actions'));
}

function placedActions(state: string, actions: StateConfig['entry'], at: Pointer): Placed<Action>[] {
  return actionsOf(actions).map((spec, index) => ({
    state,
    spec,
    pointer: Array.isArray(actions) ? at.at(index) : at,
  }));
}
