import type { TransitionConfig, TransitionTarget, WorkflowDefinition } from '#contracts';
import { pointerTo, type Pointer } from './pointer.js';
import { resolveTarget, targetsOf, type PlacedState } from './states.js';

export type TransitionKind = 'on' | 'after' | 'always' | 'onDone';

/** One arrow of a definition, with its place. */
export interface PlacedTransition {
  source: string;
  kind: TransitionKind;
  /** The event or timer; `always` and `onDone` of the others. */
  event: string;
  /** Its place among the targets of the event. */
  index: number;
  /** The state that it leads to; null where it stays. */
  target: string | null;
  spec: TransitionTarget;
  pointer: Pointer;
}

/** Every arrow of the states given, in reading order; of one event, in the order in which guards are asked. This is a pure function. */
export function placeTransitions(
  definition: WorkflowDefinition,
  states: ReadonlyMap<string, PlacedState>,
): PlacedTransition[] {
  return [...states.values()].flatMap((state) => transitionsFrom(definition, state));
}

function transitionsFrom(definition: WorkflowDefinition, state: PlacedState): PlacedTransition[] {
  const { on, after, always, onDone } = state.config;
  const at = pointerTo(state.path);
  const placed = (kind: TransitionKind, event: string, config: TransitionConfig | undefined, pointer: Pointer) =>
    targetsOf(config).map((spec, index) => ({
      source: state.path,
      kind,
      event,
      index,
      target: resolveTarget(definition.machine.id, state.path, spec.target),
      spec,
      pointer: Array.isArray(config) ? pointer.at(index) : pointer,
    }));
  return [
    ...Object.entries(on ?? {}).flatMap(([event, config]) => placed('on', event, config, at.at('on', event))),
    ...Object.entries(after ?? {}).flatMap(([timer, config]) => placed('after', timer, config, at.at('after', timer))),
    ...placed('always', 'always', always, at.at('always')),
    ...placed('onDone', 'onDone', onDone, at.at('onDone')),
  ];
}
