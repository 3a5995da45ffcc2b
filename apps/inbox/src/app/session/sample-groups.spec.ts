import { describe, expect, test } from '@jest/globals';
import type { SampleAccount } from '#contracts';
import { sampleGroups } from './sample-groups.js';

const operator = (account: string, unit: string): SampleAccount => ({
  tenant: 'hangzhou',
  account: `${account}.operator`,
  password: '',
  name: { zh: `${unit}经办人`, en: `${account} operator` },
  role: 'unit.operator',
  roleTitle: { zh: '单位经办人', en: 'Unit operator' },
});
const ACCOUNTS = ['市环保局', '市发改委', '市建委', '市城管委', '市财政局', '市旅委', '市规划局', '市园文局'].map(
  (unit, index) => operator(`u${index}`, unit),
);

describe('sample accounts', () => {
  test('show a handful of a role and say how many more there are', () => {
    const [group] = sampleGroups(ACCOUNTS, '');
    expect([group?.accounts.length, group?.more]).toEqual([6, 2]);
  });

  test('are found by unit or account, all of them', () => {
    expect(sampleGroups(ACCOUNTS, '局')[0]?.accounts).toHaveLength(4);
    expect(sampleGroups(ACCOUNTS, 'U7')[0]?.accounts[0]?.name.zh).toBe('市园文局经办人');
    expect(sampleGroups(ACCOUNTS, '没有')).toEqual([]);
  });
});
