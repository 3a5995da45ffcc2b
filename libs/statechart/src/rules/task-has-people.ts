import type { Rule } from './rule.js';

/** It is clear whose desk work lies on: a unit's post names its unit, the office's posts have none. */
export const taskHasPeople: Rule = ({ tasks, acts }) =>
  [...tasks, ...acts].flatMap(({ spec: { people }, pointer }) => {
    const ofUnit = people.post.startsWith('unit.');
    if (ofUnit && people.of === undefined)
      return [
        {
          pointer: pointer.at('people'),
          message: {
            zh: '单位的岗位须用 of 写明是哪个单位（单位类字段）。',
            en: 'Say in `of` which unit’s post it is (a field of type unit).',
          },
        },
      ];
    if (!ofUnit && people.of !== undefined)
      return [
        {
          pointer: pointer.at('people', 'of'),
          message: {
            zh: '考评办和领导的岗位不属于某个单位，请去掉 of。',
            en: 'Posts of the office and of leadership belong to no unit: drop `of`.',
          },
        },
      ];
    return [];
  });
