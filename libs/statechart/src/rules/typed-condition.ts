import { typeFaults } from '../condition-types.js';
import type { Rule } from './rule.js';

/** A condition compares each field with what it may hold: a number with a number, a choice with its options. */
export const typedCondition: Rule = ({ definition, conditions }) =>
  conditions.flatMap(({ spec, pointer }) =>
    typeFaults(spec, definition.fields).map(({ keys, message }) => ({ pointer: pointer.at(...keys), message })),
  );
