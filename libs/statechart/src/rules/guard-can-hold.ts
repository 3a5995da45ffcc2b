import { sentence } from '../sentence.js';
import { mayHold } from '../satisfiable.js';
import type { Rule } from './rule.js';

/** No condition contradicts itself or the fields. */
export const guardCanHold: Rule = ({ definition: { fields }, conditions }) =>
  conditions
    .filter(({ spec }) => !mayHold(spec, { fields, empty: true }))
    .map(({ spec, pointer }) => ({
      pointer,
      message: {
        zh: `条件不可能成立：${sentence(spec, fields).zh}。`,
        en: `The condition can never hold: ${sentence(spec, fields).en}.`,
      },
    }));
