import { describe, expect, test } from '@jest/globals';
import type { Condition, Field } from '#contracts';
import { sentence } from './sentence.js';

const fields: Record<string, Field> = {
  days: { type: 'number', title: { zh: '天数', en: 'Days' }, unit: { zh: '天', en: 'days' } },
  rate: { type: 'number', title: { zh: '满意率', en: 'Satisfaction' }, unit: { zh: '%', en: '%' } },
  kind: {
    type: 'choice',
    title: { zh: '类别', en: 'Kind' },
    options: [
      { value: 'sick', title: { zh: '病假', en: 'sick leave' } },
      { value: 'other', title: { zh: '事假', en: 'other leave' } },
    ],
  },
  urgent: { type: 'yesNo', title: { zh: '加急', en: 'Urgent' } },
  note: { type: 'text', maxLength: 9, title: { zh: '说明', en: 'Note' } },
};
const sick: Condition = { field: 'kind', is: 'sick' };
const long: Condition = { field: 'days', atLeast: 10 };

describe('a condition in words', () => {
  test.each<[Condition, string, string]>([
    [sick, '“类别”为病假', '“Kind” is sick leave'],
    [{ not: sick }, '“类别”不为病假', '“Kind” is not sick leave'],
    [{ field: 'kind', in: ['sick', 'other'] }, '“类别”为病假或事假', '“Kind” is sick leave or other leave'],
    [{ field: 'urgent', is: true }, '“加急”', '“Urgent”'],
    [{ not: { field: 'urgent', is: true } }, '“加急”为否', '“Urgent” is no'],
    [long, '“天数”不小于 10 天', '“Days” is at least 10 days'],
    [{ not: long }, '“天数”未达到 10 天', '“Days” does not reach 10 days'],
    [{ field: 'rate', atMost: 85 }, '“满意率”不大于 85%', '“Satisfaction” is at most 85%'],
    [{ field: 'days', is: 3 }, '“天数”为 3 天', '“Days” is 3 days'],
    [{ field: 'note', is: '急' }, '“说明”为“急”', '“Note” is “急”'],
    [{ field: 'note', filled: true }, '“说明”已填写', '“Note” is filled in'],
    [{ not: { field: 'note', filled: true } }, '“说明”未填写', '“Note” is empty'],
    [
      { all: [sick, long] },
      '“类别”为病假，且“天数”不小于 10 天',
      '“Kind” is sick leave and “Days” is at least 10 days',
    ],
    [
      { not: { all: [sick, long] } },
      '并非（“类别”为病假，且“天数”不小于 10 天）',
      'not (“Kind” is sick leave and “Days” is at least 10 days)',
    ],
    [{ not: { not: sick } }, '“类别”为病假', '“Kind” is sick leave'],
    [{ all: [] }, '任何情形', 'in any case'],
    [{ field: 'gone', is: 1 }, '“gone”为 1', '“gone” is 1'],
  ])('%j', (condition, zh, en) => {
    expect(sentence(condition, fields)).toEqual({ zh, en });
  });

  test('brackets what is joined by the other word', () => {
    expect(sentence({ all: [{ field: 'urgent', is: true }, { any: [sick, long] }] }, fields).zh).toBe(
      '“加急”，且（“类别”为病假，或“天数”不小于 10 天）',
    );
  });
});
