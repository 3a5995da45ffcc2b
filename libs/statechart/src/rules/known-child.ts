import type { WorkflowDefinition } from '#contracts';
import type { Pointer } from '../pointer.js';
import type { Model } from './model.js';
import type { Fault, Rule } from './rule.js';
import { unknownName } from './unknown-name.js';

/** Every workflow that children run under exists, with the fields that they are given. */
export const knownChild: Rule = (model) =>
  model.children.flatMap(({ spec, pointer }) => {
    const [child] = model.workflows
      .filter((other) => other.workflow === spec.workflow)
      .sort((one, other) => other.version - one.version);
    if (!child)
      return unknownName(
        pointer.at('workflow'),
        { zh: '流程', en: 'workflow' },
        spec.workflow,
        model.workflows.map((other) => other.workflow),
      );
    const named = Object.keys(spec.given ?? {}).map((name) => ({ name, at: pointer.at('given', name) }));
    const entry =
      spec.entry === undefined ? columnsOf(model, spec.each, pointer) : [{ name: spec.entry, at: pointer.at('entry') }];
    return [...named, ...entry].flatMap(({ name, at }) => unknownInChild(child, name, at));
  });

/** Without `entry` the columns of a list's row become fields of the child. */
function columnsOf({ definition }: Model, each: string | undefined, at: Pointer): { name: string; at: Pointer }[] {
  const field = each === undefined ? undefined : definition.fields[each];
  return field?.type === 'list' ? Object.keys(field.columns).map((name) => ({ name, at: at.at('each') })) : [];
}

function unknownInChild(child: WorkflowDefinition, name: string, at: Pointer): Fault[] {
  const kind = { zh: `“${child.title.zh}”字段`, en: `field of “${child.title.en}”` };
  return unknownName(at, kind, name, Object.keys(child.fields));
}
