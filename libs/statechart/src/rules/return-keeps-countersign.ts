import type { TaskSpec } from '#contracts';
import { pointerTo } from '../pointer.js';
import { withAncestors } from '../states.js';
import type { Model, Placed } from './model.js';
import type { Rule } from './rule.js';

/**
 * What a unit changes after a countersign goes past the countersign again: from a state in which those work who worked
 * before it, no way leads to what follows it but through it, or through where it was decided whether it is needed.
 */
export const returnKeepsCountersign: Rule = (model) => {
  const next = arrowsBetween(model);
  return model.tasks
    .filter(({ spec }) => spec.each === true && spec.joint !== undefined)
    .flatMap((countersign) => {
      const { state } = countersign;
      const deciding = [...next].flatMap(([from, to]) => (to.has(state) ? [from] : []));
      const following = next.get(state) ?? new Set();
      const after = reachable(next, following, new Set());
      const before = statesBefore(next, state);
      const authors = authorsAmong(model, before);
      const passes = new Set([state, ...deciding]);
      return [...after]
        .filter((path) => !passes.has(path) && tasksAround(model, path).some((task) => authors.has(deskOf(task))))
        .filter((path) => isAnyIn(following, reachable(next, next.get(path) ?? new Set(), passes)))
        .map((path) => ({
          pointer: pointerTo(path),
          message: {
            zh: `退回到“${titleOf(model, path).zh}”修改后，可以不经“${countersign.spec.title.zh}”继续往下走。`,
            en: `What is changed in “${titleOf(model, path).en}” after a return can go on without “${countersign.spec.title.en}”.`,
          },
        }));
    });
};

type Arrows = ReadonlyMap<string, ReadonlySet<string>>;

/** Which leaf may follow which, by what explore found. */
function arrowsBetween({ explored }: Model): Arrows {
  const next = new Map<string, Set<string>>();
  for (const { states, moves } of explored.configurations) {
    for (const { to } of moves) {
      const after = explored.configurations[to]?.states ?? [];
      for (const from of states.filter((state) => !after.includes(state)))
        next.set(from, new Set([...(next.get(from) ?? []), ...after.filter((state) => !states.includes(state))]));
    }
  }
  return next;
}

/** Everything that can be reached from the states given, them included, without entering those that are barred. */
function reachable(next: Arrows, from: ReadonlySet<string>, barred: ReadonlySet<string>): Set<string> {
  const reached = new Set([...from].filter((state) => !barred.has(state)));
  // The set grows while it is walked.
  for (const state of reached) for (const after of next.get(state) ?? []) if (!barred.has(after)) reached.add(after);
  return reached;
}

function statesBefore(next: Arrows, state: string): string[] {
  return [...next.keys()].filter(
    (from) => from !== state && reachable(next, next.get(from) ?? new Set(), new Set()).has(state),
  );
}

/** The desks of units that have tasks in the states given. */
function authorsAmong(model: Model, states: string[]): Set<string> {
  return new Set(
    states
      .flatMap((path) => tasksAround(model, path))
      .filter((task) => task.people.of !== undefined)
      .map(deskOf),
  );
}

function tasksAround({ tasks }: Model, path: string): TaskSpec[] {
  return tasks.filter(({ state }: Placed<TaskSpec>) => withAncestors(path).includes(state)).map(({ spec }) => spec);
}

const deskOf = ({ people }: TaskSpec): string => `${people.post} ${people.of ?? ''}`;

const isAnyIn = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean => [...some].some((one) => all.has(one));

function titleOf({ states }: Model, path: string): { zh: string; en: string } {
  return states.get(path)?.meta.title ?? { zh: path, en: path };
}
