import type { Rule } from './rule.js';
import { unknownName } from './unknown-name.js';

/** Every form that a task or an act names exists. */
export const knownForm: Rule = ({ definition, tasks, acts }) =>
  [...tasks, ...acts].flatMap(({ spec, pointer }) =>
    spec.form === undefined
      ? []
      : unknownName(pointer.at('form'), { zh: '表单', en: 'form' }, spec.form, Object.keys(definition.forms)),
  );
