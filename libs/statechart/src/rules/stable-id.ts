import { pointer } from '../pointer.js';
import type { Rule } from './rule.js';

/** The machine is named like the workflow, in every version: timers hold its name. */
export const stableId: Rule = ({ definition }) => {
  const { workflow, machine } = definition;
  if (workflow === machine.id) return [];
  return [
    {
      pointer: pointer('machine', 'id'),
      message: {
        zh: `machine.id 为“${machine.id}”，须与 workflow“${workflow}”相同。`,
        en: `machine.id is “${machine.id}” and must equal workflow “${workflow}”.`,
      },
    },
  ];
};
