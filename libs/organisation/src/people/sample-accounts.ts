import type { Post, SampleAccount, UnitRef } from '#contracts';
import { hashPassword } from '../sessions/password.js';
import type { NewAccount } from './accounts.js';
import { postTitle } from './posts.js';

/** The one password of every sample account, as the README gives it. */
export const SAMPLE_PASSWORD = 'kaoping-2017';

/** An account of the sample tenant, before its password is hashed. */
export interface SampleHolder extends Omit<SampleAccount, 'tenant'> {
  unitCode: string;
  email: string;
}

const OFFICE = 'HZ-KPB';
const LEADERSHIP = 'HZ-SZF';

/** Units whose code is their name get an account name that everybody can type. */
const SPELLED: Record<string, { account: string; en: string }> = {
  上城区: { account: 'shangcheng', en: 'Shangcheng District' },
  下城区: { account: 'xiacheng', en: 'Xiacheng District' },
  江干区: { account: 'jianggan', en: 'Jianggan District' },
  西湖区: { account: 'xihu', en: 'Xihu District' },
  '高新区（滨江）': { account: 'binjiang', en: 'Binjiang District (High-Tech Zone)' },
  萧山区: { account: 'xiaoshan', en: 'Xiaoshan District' },
  余杭区: { account: 'yuhang', en: 'Yuhang District' },
  富阳区: { account: 'fuyang', en: 'Fuyang District' },
  临安区: { account: 'linan', en: 'Lin’an District' },
  桐庐县: { account: 'tonglu', en: 'Tonglu County' },
  淳安县: { account: 'chunan', en: 'Chun’an County' },
  建德市: { account: 'jiande', en: 'Jiande City' },
  大江东产业集聚区管委会: { account: 'dajiangdong', en: 'Dajiangdong Industrial Area Committee' },
};

/**
 * The people of the sample tenant: the evaluation office, leadership, the three administrators, and for each unit
 * given an operator and a leader. They are named by post.
 */
export function sampleAccounts(units: readonly UnitRef[]): SampleHolder[] {
  return [
    holder('hz-kpb.officer1', '市考评办经办人一', 'Evaluation Office, officer 1', 'office.officer', OFFICE),
    holder('hz-kpb.officer2', '市考评办经办人二', 'Evaluation Office, officer 2', 'office.officer', OFFICE),
    holder('hz-kpb.director', '市考评办负责人', 'Evaluation Office, director', 'office.director', OFFICE),
    holder('hz-szf.leader1', '市政府领导一', 'Municipal Government, leader 1', 'leadership', LEADERSHIP),
    holder('hz-szf.leader2', '市政府领导二', 'Municipal Government, leader 2', 'leadership', LEADERSHIP),
    holder('hz-kpb.admin', '系统管理员', 'System administrator', 'administrator', OFFICE),
    holder('hz-kpb.security', '安全管理员', 'Security administrator', 'security.administrator', OFFICE),
    holder('hz-kpb.audit', '安全审计员', 'Security auditor', 'audit.administrator', OFFICE),
    ...units.flatMap(unitHolders),
  ];
}

/**
 * The sample accounts ready to be added. All share one hash with one salt, so that the first start hashes once instead
 * of a hundred times: they share their published password anyway. Never to be done for accounts of people.
 */
export async function hashedSampleAccounts(units: readonly UnitRef[]): Promise<NewAccount[]> {
  const passwordHash = await hashPassword(SAMPLE_PASSWORD);
  return sampleAccounts(units).map(({ account, name, email, role, unitCode }) => ({
    account,
    name,
    email,
    locale: 'zh',
    passwordHash,
    posts: [{ post: role, unitCode }],
    isSample: true,
  }));
}

function unitHolders({ code, name, nameEn }: UnitRef): SampleHolder[] {
  const account = accountName(code);
  const english = SPELLED[code]?.en ?? nameEn;
  return [
    holder(`${account}.operator`, `${name}经办人`, `${english}, operator`, 'unit.operator', code),
    holder(`${account}.leader`, `${name}领导`, `${english}, leader`, 'unit.leader', code),
  ];
}

function accountName(code: string): string {
  const spelled = SPELLED[code]?.account ?? code.toLowerCase();
  return spelled.replaceAll(/[^a-z0-9-]/gu, (character) => `u${character.codePointAt(0)?.toString(16) ?? ''}`);
}

function holder(account: string, zh: string, en: string, role: Post, unitCode: string): SampleHolder {
  const email = `${account}@hangzhou.example`;
  return { account, password: SAMPLE_PASSWORD, name: { zh, en }, role, roleTitle: postTitle(role), unitCode, email };
}
