import { describe, expect, test } from '@jest/globals';
import { changedParts } from './changed-parts.js';

const marked = (before: string, after: string): [string, string] => {
  const parts = changedParts(before, after);
  const write = (side: (typeof parts)['before']): string =>
    side.map((part) => (part.isChanged ? `[${part.text}]` : part.text)).join('');
  return [write(parts.before), write(parts.after)];
};

describe('a changed text', () => {
  test.each([
    ['完成 30 个排口整治。', '完成 40 个排口整治。', '完成 [30] 个排口整治。', '完成 [40] 个排口整治。'],
    ['85.5', '86', '[85.5]', '[86]'],
    ['达到 97%', '达到 98% 以上', '达到 [97%]', '达到 [98% 以上]'],
    ['', '新增', '', '[新增]'],
    ['一样', '一样', '一样', '一样'],
  ])('%s → %s', (before, after, markedBefore, markedAfter) => {
    expect(marked(before, after)).toEqual([markedBefore, markedAfter]);
  });

  test('says the same words as before, only marked', () => {
    const { before, after } = changedParts('甲乙丙丁', '甲丙丁戊');
    expect([before, after].map((side) => side.map((part) => part.text).join(''))).toEqual(['甲乙丙丁', '甲丙丁戊']);
  });
});
