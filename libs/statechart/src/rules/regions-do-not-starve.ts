import { eventOf } from '../offers.js';
import { pointerTo } from '../pointer.js';
import type { PlacedState } from '../states.js';
import { withAncestors } from '../states.js';
import type { PlacedTransition } from '../transitions.js';
import type { Model } from './model.js';
import type { Fault, Rule } from './rule.js';

/** Regions side by side let each other finish: each has an end to be waited for, and none takes what another waits for. */
export const regionsDoNotStarve: Rule = (model) =>
  [...model.states.values()]
    .filter(({ config }) => config.type === 'parallel')
    .flatMap((around) => {
      const regions = [...model.states.values()].filter(
        ({ parent, config }) => parent === around.path && config.type !== 'history',
      );
      return [...withoutEnd(model, around, regions), ...takenAway(model, around), ...answeredTogether(model, around)];
    });

function withoutEnd(model: Model, around: PlacedState, regions: PlacedState[]): Fault[] {
  if (around.config.onDone === undefined) return [];
  return regions
    .filter(({ path, config }) => config.type !== 'final' && !hasEnd(model, path))
    .map(({ path, meta }) => ({
      pointer: pointerTo(path),
      message: {
        zh: `“${meta.title.zh}”没有可到达的终止状态，“${around.meta.title.zh}”永远等不齐。`,
        en: `“${meta.title.en}” has no end that can be reached, so “${around.meta.title.en}” waits for it for ever.`,
      },
    }));
}

function hasEnd(model: Model, region: string): boolean {
  const { states, explored } = model;
  const inner = [...states.values()].filter(({ parent }) => parent === region);
  if (states.get(region)?.config.type === 'parallel') return inner.every(({ path }) => hasEnd(model, path));
  return inner.some(({ path, config }) => config.type === 'final' && explored.ways.has(path));
}

/** Of two regions that hear one event, the one that leaves keeps the other from hearing it. */
function takenAway(model: Model, around: PlacedState): Fault[] {
  const heard = arrowsInside(model, around.path);
  return heard
    .filter((arrow) => !leaves(arrow, around.path))
    .flatMap((arrow) => {
      const thief = heard.find(
        (other) =>
          other.event === arrow.event &&
          leaves(other, around.path) &&
          regionOf(other, around.path) !== regionOf(arrow, around.path) &&
          areTogether(model, other.source, arrow.source),
      );
      if (!thief) return [];
      return [
        {
          pointer: arrow.pointer,
          message: {
            zh: `事件“${arrow.event}”在另一区域会离开“${around.meta.title.zh}”，这里就接收不到；请用不同的事件。`,
            en: `In another region “${arrow.event}” leaves “${around.meta.title.en}”, so it is never taken here: use another event.`,
          },
        },
      ];
    });
}

/** An answer to one region's task that also moves another region takes that region's task out of its people's hands. */
function answeredTogether(model: Model, around: PlacedState): Fault[] {
  const inside = model.tasks.filter(({ state, spec }) => state.startsWith(`${around.path}.`) && !spec.joint);
  const sent = inside.flatMap((task) =>
    Object.entries(task.spec.outcomes).flatMap(([outcome, how]) => {
      const event = eventOf(outcome, how);
      return event === null ? [] : [{ event, state: task.state, pointer: task.pointer.at('outcomes', outcome) }];
    }),
  );
  return sent
    .filter((one, index) =>
      sent
        .slice(0, index)
        .some(
          (other) =>
            other.event === one.event &&
            regionName(other.state, around.path) !== regionName(one.state, around.path) &&
            areTogether(model, other.state, one.state),
        ),
    )
    .map(({ event, pointer }) => ({
      pointer,
      message: {
        zh: `两个并行区域的任务都用结果“${event}”，一处办理会带走另一处的任务；请改用不同的名称。`,
        en: `Tasks of two regions both answer “${event}”, so that one answer takes the other’s task away: name them apart.`,
      },
    }));
}

function arrowsInside(model: Model, around: string): PlacedTransition[] {
  return model.transitions.filter(({ source, kind }) => kind === 'on' && source.startsWith(`${around}.`));
}

const leaves = ({ target }: PlacedTransition, around: string): boolean =>
  target !== null && !target.startsWith(`${around}.`);

const regionOf = ({ source }: PlacedTransition, around: string): string | undefined => regionName(source, around);

const regionName = (path: string, around: string): string | undefined => path.slice(around.length + 1).split('.')[0];

function areTogether({ explored }: Model, one: string, other: string): boolean {
  return explored.configurations.some(({ states }) => {
    const active = new Set(states.flatMap(withAncestors));
    return active.has(one) && active.has(other);
  });
}
