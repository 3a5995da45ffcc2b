import type { Condition, Text, WorkflowDefinition } from '#contracts';
import { fieldsRead } from './condition.js';
import { actionsOf, placeStates, resolveTarget, targetsOf, type PlacedState } from './states.js';

/** Something in a definition that an administrator must mend. */
export interface Finding {
  rule: string;
  /** JSON pointer into the definition. */
  pointer: string;
  message: Text;
}

/** What is wrong with the names in a definition; an empty list means it may be published. This is a pure function. */
export function check(definition: WorkflowDefinition): Finding[] {
  const states = placeStates(definition.machine);
  return [
    ...stableId(definition),
    ...knownUnitField(definition),
    ...[...states.values()].flatMap((state) => stateFindings(definition, state, states)),
  ];
}

function stableId(definition: WorkflowDefinition): Finding[] {
  if (definition.workflow === definition.machine.id) return [];
  return [
    {
      rule: 'stable-id',
      pointer: '/machine/id',
      message: {
        zh: `machine.id 为“${definition.machine.id}”，须与 workflow“${definition.workflow}”相同。`,
        en: `machine.id is “${definition.machine.id}” and must equal workflow “${definition.workflow}”.`,
      },
    },
  ];
}

function knownUnitField(definition: WorkflowDefinition): Finding[] {
  if (definition.unit === undefined || definition.fields[definition.unit]?.type === 'unit') return [];
  const message = { zh: `“${definition.unit}”不是单位类字段。`, en: `“${definition.unit}” is no field of type unit.` };
  return [{ rule: 'known-field', pointer: '/unit', message }];
}

function stateFindings(
  definition: WorkflowDefinition,
  state: PlacedState,
  states: Map<string, PlacedState>,
): Finding[] {
  const at = pointerTo(state.path);
  const findings: Finding[] = [];
  const unknown = (rule: string, pointer: string, kind: Text, name: string, known: string[]): void => {
    if (known.includes(name)) return;
    findings.push({
      rule,
      pointer,
      message: { zh: `没有名为“${name}”的${kind.zh}。`, en: `There is no ${kind.en} named “${name}”.` },
    });
  };
  const fields = Object.keys(definition.fields);
  const condition = (pointer: string, read: Condition): void => {
    for (const field of fieldsRead(read))
      unknown('known-field', pointer, { zh: '字段', en: 'field' }, field.split('.')[0] ?? '', fields);
  };

  for (const [event, transition] of [
    ...Object.entries(state.config.on ?? {}),
    ...Object.entries(state.config.after ?? {}),
  ]) {
    for (const target of targetsOf(transition)) {
      const to = resolveTarget(definition.machine.id, state.path, target.target);
      if (to !== null) unknown('known-state', `${at}/on/${event}`, { zh: '状态', en: 'state' }, to, [...states.keys()]);
      if (target.guard) condition(`${at}/on/${event}`, target.guard.params);
      for (const action of actionsOf(target.actions)) {
        if (action.type.startsWith('subject.')) {
          unknown(
            'known-field',
            `${at}/on/${event}`,
            { zh: '字段', en: 'field' },
            String(action.params['field']),
            fields,
          );
        }
      }
    }
  }
  for (const timer of Object.keys(state.config.after ?? {})) {
    unknown('known-timer', `${at}/after/${timer}`, { zh: '时限', en: 'timer' }, timer, Object.keys(definition.timers));
  }
  const events = Object.keys(state.config.on ?? {});
  for (const [index, task] of (state.meta.tasks ?? []).entries()) {
    const here = `${at}/meta/tasks/${index}`;
    if (task.form)
      unknown('known-form', `${here}/form`, { zh: '表单', en: 'form' }, task.form, Object.keys(definition.forms));
    if (task.ladder)
      unknown(
        'known-ladder',
        `${here}/ladder`,
        { zh: '催办梯次', en: 'ladder' },
        task.ladder,
        Object.keys(definition.ladders),
      );
    if (task.people.of)
      unknown('known-field', `${here}/people/of`, { zh: '字段', en: 'field' }, task.people.of, fields);
    for (const other of task.people.not ?? [])
      unknown('known-state', `${here}/people/not`, { zh: '状态', en: 'state' }, other, [...states.keys()]);
    for (const [outcome, spec] of Object.entries(task.outcomes)) {
      if (spec.sends !== false && !task.joint)
        unknown('known-event', `${here}/outcomes/${outcome}`, { zh: '事件', en: 'event' }, outcome, events);
      for (const need of spec.needs ?? [])
        unknown('known-field', `${here}/outcomes/${outcome}/needs`, { zh: '字段', en: 'field' }, need, [
          ...fields,
          'opinion',
        ]);
    }
    for (const event of task.joint ? [task.joint.all, ...Object.values(task.joint.any ?? {})] : []) {
      unknown('known-event', `${here}/joint`, { zh: '事件', en: 'event' }, event, events);
    }
  }
  for (const [event, act] of Object.entries(state.meta.acts ?? {})) {
    const here = `${at}/meta/acts/${event}`;
    unknown('known-event', here, { zh: '事件', en: 'event' }, event, events);
    if (act.form)
      unknown('known-form', `${here}/form`, { zh: '表单', en: 'form' }, act.form, Object.keys(definition.forms));
    if (act.people.of) unknown('known-field', `${here}/people/of`, { zh: '字段', en: 'field' }, act.people.of, fields);
  }
  return findings;
}

function pointerTo(path: string): string {
  return `/machine/states/${path.split('.').join('/states/')}`;
}
