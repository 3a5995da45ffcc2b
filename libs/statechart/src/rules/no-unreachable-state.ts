import { pointerTo } from '../pointer.js';
import type { Rule } from './rule.js';

/** Every state can be entered. */
export const noUnreachableState: Rule = ({ states, explored }) =>
  explored.complete
    ? [...states.values()]
        .filter(({ path, config }) => config.type !== 'history' && !explored.ways.has(path))
        .filter(({ parent }) => parent === null || explored.ways.has(parent))
        .map(({ path, meta }) => ({
          pointer: pointerTo(path),
          message: {
            zh: `没有办法进入“${meta.title.zh}”：没有转移通向它，或通向它的条件都不可能成立。`,
            en: `“${meta.title.en}” can never be entered: nothing leads to it, or only under conditions that cannot hold.`,
          },
        }))
    : [];
