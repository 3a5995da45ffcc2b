import { describe, expect, test } from '@jest/globals';
import { hashedSampleAccounts, SAMPLE_PASSWORD, sampleAccounts } from './sample-accounts.js';
import { verifyPassword } from '../sessions/password.js';

const unit = (code: string, name: string, nameEn = name) => ({ unitId: code, code, name, nameEn });
const units = [
  unit('HZ-HBJ', '市环保局', 'Environmental Protection Bureau'),
  unit('高新区（滨江）', '高新区（滨江）'),
  unit('某镇', '某镇'),
];

describe('the sample accounts', () => {
  const accounts = sampleAccounts(units);

  test('are the office, leadership, the three administrators and two for each unit', () => {
    const count = (role: string) => accounts.filter((account) => account.role === role).length;
    expect(count('office.officer')).toBe(2);
    expect(count('office.director')).toBe(1);
    expect(count('leadership')).toBe(2);
    for (const post of ['administrator', 'security.administrator', 'audit.administrator']) expect(count(post)).toBe(1);
    expect(count('unit.operator')).toBe(units.length);
    expect(count('unit.leader')).toBe(units.length);
  });

  test('are named by post and have names that everybody can type', () => {
    expect(accounts.filter(({ account }) => !/^[a-z0-9-]+\.[a-z0-9]+$/.test(account))).toEqual([]);
    expect(new Set(accounts.map(({ account }) => account)).size).toBe(accounts.length);
    expect(accounts).toContainEqual({
      account: 'hz-hbj.operator',
      password: SAMPLE_PASSWORD,
      name: { zh: '市环保局经办人', en: 'Environmental Protection Bureau, operator' },
      role: 'unit.operator',
      roleTitle: { zh: '单位经办人', en: 'Unit operator' },
      unitCode: 'HZ-HBJ',
      email: 'hz-hbj.operator@hangzhou.example',
    });
    expect(accounts.map(({ account }) => account)).toContain('binjiang.leader');
  });

  test('are hashed in the time of one', async () => {
    const hashed = await hashedSampleAccounts(units);
    const [first] = hashed;
    expect(new Set(hashed.map(({ passwordHash }) => passwordHash)).size).toBe(1);
    expect(await verifyPassword(SAMPLE_PASSWORD, first?.passwordHash ?? '')).toBe(true);
  });
});
