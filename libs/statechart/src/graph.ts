import type { Text, TransitionConfig, WorkflowDefinition } from '#contracts';
import { placeStates, resolveTarget, targetsOf, type PlacedState } from './states.js';
import { spanWords } from './words.js';

/** A state as a picture shows it. */
export interface GraphNode {
  path: string;
  parent: string | null;
  title: Text;
  kind: 'start' | 'task' | 'wait' | 'end' | 'group';
}

/** An arrow of the picture: one event from one state to one state. */
export interface GraphEdge {
  from: string;
  to: string;
  event: string;
  title: Text;
  kind: 'act' | 'timer' | 'system';
}

/** The states and transitions of a definition, as a graph. Transitions that stay are left out. This is a pure function. */
export function graphOf(definition: WorkflowDefinition): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const states = placeStates(definition.machine);
  const nodes = [...states.values()].map((state) => ({
    path: state.path,
    parent: state.parent,
    title: state.meta.title,
    kind: kindOf(state, definition),
  }));
  return { nodes, edges: [...states.values()].flatMap((state) => edgesOf(state, definition, states)) };
}

/** What an event is called in a state: the words of its outcome, act, joint decision or timer. This is a pure function. */
export function eventTitle(state: PlacedState | undefined, event: string): Text {
  const meta = state?.meta;
  const own = meta?.acts?.[event]?.title ?? meta?.tasks?.map((task) => task.outcomes[event]?.title).find(Boolean);
  if (own) return own;
  for (const task of meta?.tasks ?? []) {
    const some = Object.entries(task.joint?.any ?? {}).find(([, sent]) => sent === event);
    if (some)
      return {
        zh: `有${task.outcomes[some[0]]?.title.zh ?? event}`,
        en: `someone: ${task.outcomes[some[0]]?.title.en ?? event}`,
      };
    if (task.joint?.all === event) return { zh: '全部答复', en: 'all answered' };
  }
  const transition = targetsOf(state?.config.on?.[event]).find((target) => target.meta?.title);
  return transition?.meta?.title ?? { zh: event, en: event };
}

function edgesOf(state: PlacedState, definition: WorkflowDefinition, states: Map<string, PlacedState>): GraphEdge[] {
  const edges = (
    event: string,
    transition: TransitionConfig | undefined,
    kind: GraphEdge['kind'],
    words: Text,
  ): GraphEdge[] =>
    targetsOf(transition).flatMap((target) => {
      const to = resolveTarget(definition.machine.id, state.path, target.target);
      return to !== null && states.has(to)
        ? [{ from: state.path, to, event, title: target.meta?.title ?? words, kind }]
        : [];
    });
  const { on, after, always, onDone } = state.config;
  return [
    ...Object.entries(on ?? {}).flatMap(([event, transition]) =>
      edges(event, transition, 'act', eventTitle(state, event)),
    ),
    ...Object.entries(after ?? {}).flatMap(([timer, transition]) =>
      edges(timer, transition, 'timer', timerWords(definition, timer)),
    ),
    ...edges('always', always, 'system', { zh: '自动', en: 'automatic' }),
    ...edges('onDone', onDone, 'system', { zh: '完成', en: 'done' }),
  ];
}

/** When a timer is up, in words. This is a pure function. */
export function timerWords({ timers }: WorkflowDefinition, timer: string): Text {
  const span = timers[timer];
  if (!span) return { zh: '到期', en: 'time is up' };
  const { zh, en } = spanWords(span);
  return 'date' in span ? { zh: `${zh}后`, en: `after ${en}` } : { zh: `满 ${zh}`, en: `after ${en}` };
}

function kindOf(state: PlacedState, definition: WorkflowDefinition): GraphNode['kind'] {
  if (state.config.states) return 'group';
  if (state.config.type === 'final') return 'end';
  if (state.path === definition.machine.initial) return 'start';
  return state.meta.tasks && state.meta.tasks.length > 0 ? 'task' : 'wait';
}
