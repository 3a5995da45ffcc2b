import type { ActSpec, OutcomeSpec, StateConfig, TaskSpec, Text, WorkflowDefinition } from '#contracts';
import { eventTitle, timerWords } from './graph.js';
import { pointer, pointerTo, type Pointer } from './pointer.js';
import { sentence } from './sentence.js';
import { actionsOf, placeStates, type PlacedState } from './states.js';
import { placeTransitions, type PlacedTransition } from './transitions.js';
import { peopleWords, spanWords } from './words.js';

/** What a change is about. */
export type FactKind =
  | 'state'
  | 'transition'
  | 'task'
  | 'people'
  | 'deadline'
  | 'answer'
  | 'act'
  | 'children'
  | 'form'
  | 'field'
  | 'timer'
  | 'ladder'
  | 'mail'
  | 'message'
  | 'setting';

/** One thing that a definition says, so that two definitions can be laid side by side. */
export interface Fact {
  about: FactKind;
  /** The same in two versions where both say it of the same thing. */
  key: string;
  pointer: Pointer;
  title: Text;
  /** Compared as JSON. */
  value: unknown;
  /** What is said, in words. */
  words: Text;
}

/** Everything that a definition says, piece by piece. This is a pure function. */
export function factsOf(definition: WorkflowDefinition): Fact[] {
  const states = placeStates(definition.machine);
  return [
    ...settings(definition),
    ...[...states.values()].flatMap((state) => stateFacts(definition, state)),
    ...placeTransitions(definition, states).map((arrow) => transitionFact(definition, states, arrow)),
    ...named('form', definition.forms, 'forms', ({ fields }) =>
      list(fields.map(({ field }) => definition.fields[field]?.title ?? { zh: field, en: field })),
    ),
    ...Object.entries(definition.fields).map(([name, field]) =>
      fact('field', name, pointer('fields', name), field.title, field, { zh: field.type, en: field.type }),
    ),
    ...named('timer', definition.timers, 'timers', spanWords),
    ...named('ladder', definition.ladders, 'ladders', (rungs) =>
      same(rungs.map((rung) => rung.workingDays).join(', ')),
    ),
    ...named('mail', definition.mails ?? {}, 'mails', ({ subject }) => subject),
    ...named('message', definition.messages ?? {}, 'messages', ({ title }) => title),
  ];
}

function fact(about: FactKind, key: string, at: Pointer, title: Text, value: unknown, words: Text): Fact {
  return { about, key: `${about} ${key}`, pointer: at, title, value, words };
}

function named<T>(about: FactKind, things: Record<string, T>, key: string, words: (thing: T) => Text): Fact[] {
  return Object.entries(things).map(([name, thing]) =>
    fact(about, name, pointer(key, name), same(name), thing, words(thing)),
  );
}

function settings(definition: WorkflowDefinition): Fact[] {
  const { title, purpose, unit, columns, correlation, retention } = definition;
  const { initial, context } = definition.machine;
  const values = { title, purpose, unit, columns, correlation, retention, initial, context };
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const at = name === 'initial' || name === 'context' ? pointer('machine', name) : pointer(name);
      const words = name === 'title' ? title : name === 'purpose' ? purpose : same(JSON.stringify(value));
      return fact('setting', name, at, SETTINGS[name] ?? same(name), value, words);
    });
}

const SETTINGS: Record<string, Text> = {
  title: { zh: '流程名称', en: 'title' },
  purpose: { zh: '流程说明', en: 'purpose' },
  unit: { zh: '事项所属单位', en: 'whose matter it is' },
  columns: { zh: '列表各列', en: 'columns' },
  correlation: { zh: '消息对应字段', en: 'correlation' },
  retention: { zh: '办理记录保留', en: 'retention' },
  initial: { zh: '起始状态', en: 'first state' },
  context: { zh: '初始值', en: 'initial values' },
};

function stateFacts(definition: WorkflowDefinition, { path, config, meta }: PlacedState): Fact[] {
  const at = pointerTo(path);
  const { tasks, acts, children, ...said } = meta;
  const { type, initial, history, target, entry, exit } = config;
  const value = { said, type, initial, history, target, entry, exit };
  return [
    fact('state', path, at, meta.title, value, stateWords(config, meta.title)),
    ...(tasks ?? []).flatMap((task, index) =>
      taskFacts(definition, path, meta.title, task, at.at('meta', 'tasks', index)),
    ),
    ...Object.entries(acts ?? {}).flatMap(([event, act]) =>
      actFacts(definition, `${path}/${event}`, meta.title, act, at.at('meta', 'acts', event)),
    ),
    ...(children
      ? [fact('children', path, at.at('meta', 'children'), meta.title, children, same(children.workflow))]
      : []),
  ];
}

function stateWords({ type, states }: StateConfig, { zh, en }: Text): Text {
  if (type === 'final') return { zh: `${zh}（终止）`, en: `${en} (final)` };
  if (type === 'parallel') return { zh: `${zh}（并行）`, en: `${en} (parallel)` };
  return states ? { zh: `${zh}（组）`, en: `${en} (group)` } : { zh, en };
}

function taskFacts(definition: WorkflowDefinition, state: string, around: Text, task: TaskSpec, at: Pointer): Fact[] {
  const { people, deadline, noDeadline, outcomes, ...said } = task;
  const key = `${state}/${task.name}`;
  const title = within(around, task.title);
  const due = deadline ?? noDeadline;
  return [
    fact('task', key, at, title, said, task.title),
    fact('people', key, at.at('people'), title, people, peopleWords(people, definition)),
    ...(due === undefined
      ? []
      : [
          fact(
            'deadline',
            key,
            at.at(deadline ? 'deadline' : 'noDeadline'),
            title,
            due,
            deadline ? spanWords(deadline) : (noDeadline ?? task.title),
          ),
        ]),
    ...Object.entries(outcomes).map(([outcome, spec]) =>
      fact(
        'answer',
        `${key}/${outcome}`,
        at.at('outcomes', outcome),
        within(title, spec.title),
        spec,
        answerWords(spec),
      ),
    ),
  ];
}

function actFacts(definition: WorkflowDefinition, key: string, around: Text, act: ActSpec, at: Pointer): Fact[] {
  const { people, ...said } = act;
  const title = within(around, act.title);
  return [
    fact('act', key, at, title, said, answerWords(act)),
    fact('people', `act ${key}`, at.at('people'), title, people, peopleWords(people, definition)),
  ];
}

function answerWords({ title, needs, confirm }: OutcomeSpec): Text {
  const asks = needs ? `, ${needs.join(', ')}` : '';
  return {
    zh: `${title.zh}${asks}${confirm ? `（${confirm.zh}）` : ''}`,
    en: `${title.en}${asks}${confirm ? ` (${confirm.en})` : ''}`,
  };
}

function transitionFact(
  definition: WorkflowDefinition,
  states: ReadonlyMap<string, PlacedState>,
  { source, kind, event, index, target, spec, pointer: at }: PlacedTransition,
): Fact {
  const titleOf = (path: string): Text => states.get(path)?.meta.title ?? same(path);
  const to =
    target === null
      ? { zh: '留在原处', en: 'stays' }
      : { zh: `到“${titleOf(target).zh}”`, en: `to “${titleOf(target).en}”` };
  const when = spec.guard ? sentence(spec.guard.params, definition.fields) : null;
  const effects = actionsOf(spec.actions).map(({ type }) => type);
  const words = {
    zh: [
      to.zh,
      ...(when ? [`条件：${when.zh}`] : []),
      ...(effects.length > 0 ? [`动作：${effects.join('、')}`] : []),
    ].join('，'),
    en: [
      to.en,
      ...(when ? [`if ${when.en}`] : []),
      ...(effects.length > 0 ? [`doing ${effects.join(', ')}`] : []),
    ].join(', '),
  };
  const name =
    kind === 'on'
      ? eventTitle(states.get(source), event)
      : kind === 'after'
        ? timerWords(definition, event)
        : AUTOMATIC[kind];
  const value = { target, guard: spec.guard?.params, actions: actionsOf(spec.actions), reenter: spec.reenter === true };
  return fact('transition', `${source} ${kind} ${event} ${index}`, at, within(titleOf(source), name), value, words);
}

const AUTOMATIC = { always: { zh: '自动', en: 'automatically' }, onDone: { zh: '内部完成', en: 'when done inside' } };

const within = (around: Text, inner: Text): Text => ({
  zh: `${around.zh}·${inner.zh}`,
  en: `${around.en}: ${inner.en}`,
});

const same = (word: string): Text => ({ zh: word, en: word });

const list = (texts: Text[]): Text => ({
  zh: texts.map(({ zh }) => zh).join('、'),
  en: texts.map(({ en }) => en).join(', '),
});
