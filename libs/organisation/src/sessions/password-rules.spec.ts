import { expect, test } from '@jest/globals';
import { passwordProblems } from './password-rules.js';

test.each([
  ['Kaoping-2017', 0],
  ['kaoping-2017', 0],
  ['绩效考评办公室 2017a', 0],
  ['Aa1-Aa1-A', 1],
  ['kaopingkaoping', 1],
  ['short', 2],
  ['admin', 3],
  ['xADMIN-2017', 1],
  ['', 2],
  ['👍👍👍👍👍👍👍A1', 1],
])('“%s” has %i problems', (password, count) => {
  expect(passwordProblems(password, 'admin', '/password')).toHaveLength(count);
});
