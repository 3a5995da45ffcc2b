import type { Condition } from '#contracts';
import { fieldsRead } from '../condition.js';
import { pointerTo } from '../pointer.js';
import { example } from '../satisfiable.js';
import { childrenEvent } from '../outcome.js';
import { choicesOf, either, inWords, type Choice } from './choice.js';
import { stateAndAround, type Model, type Placed } from './model.js';
import type { Fault, Rule } from './rule.js';
import type { TaskSpec } from '#contracts';

/**
 * Whatever the subject holds, a timer, a countersign or an automatic choice leads somewhere, and a task has an answer
 * that is taken. An act may be refused by its guard: people are told why.
 */
export const choiceIsExhaustive: Rule = (model) => [
  ...choicesOf(model)
    .filter((choice) => comesByItself(model, choice))
    .flatMap(({ arrows: [first], guards }) => {
      const gap = first && example({ not: either(guards) }, { fields: model.definition.fields, empty: true });
      if (!gap) return [];
      const words = inWords(gap, model.definition.fields);
      return [
        {
          pointer: pointerTo(first.source).at(
            first.kind,
            ...(first.kind === 'on' || first.kind === 'after' ? [first.event] : []),
          ),
          message: {
            zh: `没有哪条转移适用的情形：${words.zh}；请在最后加一条无条件的。`,
            en: `No transition fits where ${words.en}: add one without a guard at the end.`,
          },
        },
      ];
    }),
  ...model.tasks.flatMap((task) => stuckTask(model, task)),
];

function comesByItself(model: Model, { arrows: [first], guards }: Choice): boolean {
  if (!first || guards.includes(null)) return false;
  const around = stateAndAround(model, first.source);
  switch (first.kind) {
    case 'after':
    case 'onDone':
      return true;
    case 'always':
      return around.every(
        ({ config, meta }) => !config.on && !config.after && !meta.tasks && !meta.children && !config.states,
      );
    case 'on':
      return (
        isSentByMany(model, first.event) &&
        !around.slice(1).some(({ config }) => config.on?.[first.event] !== undefined)
      );
  }
}

/** Events that nobody in particular sends, so that nobody is told of a refusal. */
function isSentByMany({ tasks, children, definition }: Model, event: string): boolean {
  return (
    tasks.some(({ spec }) => spec.joint?.all === event || Object.values(spec.joint?.any ?? {}).includes(event)) ||
    children.some(({ spec }) => childrenEvent(spec) === event) ||
    definition.messages?.[event]?.early === 'refuse'
  );
}

/** A task none of whose answers is taken, where neither the form nor time nor anything else helps. */
function stuckTask(model: Model, { state, spec, pointer }: Placed<TaskSpec>): Fault[] {
  const { fields } = model.definition;
  const around = stateAndAround(model, state);
  if (spec.joint || spec.panel !== undefined || around.some(({ config }) => config.after ?? config.always)) return [];
  if (Object.values(spec.outcomes).some((outcome) => outcome.sends === false)) return [];
  const guards = Object.keys(spec.outcomes).map((event) => guardOf(model, state, event));
  const asked = spec.form === undefined ? [] : (model.definition.forms[spec.form]?.fields ?? []);
  const editable = asked.filter((field) => field.readOnly !== true).map(({ field }) => field);
  if (guards.some((guard) => guard === null || fieldsRead(guard).some((field) => editable.includes(field)))) return [];
  const gap = example({ not: either(guards) }, { fields, empty: false });
  if (!gap) return [];
  const words = inWords(gap, fields);
  return [
    {
      pointer: pointer.at('outcomes'),
      message: {
        zh: `任务“${spec.title.zh}”没有可选的结果的情形：${words.zh}。`,
        en: `The task “${spec.title.en}” cannot be answered at all where ${words.en}.`,
      },
    },
  ];
}

/** What must hold for an event to be taken; null where nothing must. */
function guardOf(model: Model, state: string, event: string): Condition | null {
  const nearest = stateAndAround(model, state).find(({ config }) => config.on?.[event] !== undefined);
  const arrows = model.transitions.filter(
    ({ source, kind, event: known }) => source === nearest?.path && kind === 'on' && known === event,
  );
  if (arrows.some(({ spec }) => spec.guard === undefined)) return null;
  return { any: arrows.flatMap(({ spec }) => spec.guard?.params ?? []) };
}
