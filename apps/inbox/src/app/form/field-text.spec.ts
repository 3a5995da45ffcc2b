import { describe, expect, test } from '@jest/globals';
import type { Field } from '#contracts';
import { fieldText, isFilled } from './field-text.js';

const title = { zh: '', en: '' };
const units = [{ unitId: 'u1', code: 'HZ-HBJ', name: '市环保局', nameEn: 'Environmental Protection Bureau' }];

describe('a field as it is read', () => {
  test.each<[Field, unknown, string, string]>([
    [{ title, type: 'number', unit: { zh: '分', en: 'points' } }, 40, '40 分', '40 points'],
    [{ title, type: 'date' }, '2017-06-30', '2017年6月30日', '30 Jun 2017'],
    [{ title, type: 'yesNo' }, false, '否', 'No'],
    [{ title, type: 'choice', options: [{ value: 'key', title: { zh: '重点', en: 'Key' } }] }, 'key', '重点', 'Key'],
    [{ title, type: 'units' }, ['u1', 'u9'], '市环保局、u9', 'Environmental Protection Bureau, u9'],
    [{ title, type: 'text', maxLength: 9 }, '  ', '', ''],
  ])('%o', (field, value, zh, en) => {
    expect([fieldText(field, value, units, 'zh'), fieldText(field, value, units, 'en')]).toEqual([zh, en]);
  });

  test('zero and no are answers; blanks and empty lists are none', () => {
    expect([0, false, 'a'].map(isFilled)).toEqual([true, true, true]);
    expect([null, undefined, ' ', []].map(isFilled)).toEqual([false, false, false, false]);
  });
});
