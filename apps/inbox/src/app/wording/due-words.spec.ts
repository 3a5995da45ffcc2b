import { describe, expect, test } from '@jest/globals';
import type { Due } from '#contracts';
import { dueWords } from './due-words.js';

describe('the words for a deadline', () => {
  test.each<[number, Due['level'], string, number]>([
    [12, 'normal', 'due.left', 12],
    [1, 'near', 'due.leftOne', 1],
    [0, 'near', 'due.today', 0],
    [0, 'overdue', 'due.past', 0],
    [-1, 'overdue', 'due.overdueOne', 1],
    [-3, 'overdue', 'due.overdue', 3],
  ])('%i working days left (%s)', (workingDaysLeft, level, key, count) => {
    expect(dueWords({ workingDaysLeft, level })).toEqual({ key, count });
  });
});
