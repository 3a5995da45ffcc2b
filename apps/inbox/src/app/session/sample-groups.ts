import type { Post, SampleAccount, Text } from '#contracts';

export interface SampleGroup {
  role: Post;
  title: Text;
  accounts: SampleAccount[];
  /** How many more match that are not shown. */
  more: number;
}

const ORDER: Post[] = [
  'office.officer',
  'office.director',
  'unit.operator',
  'unit.leader',
  'leadership',
  'administrator',
  'security.administrator',
  'audit.administrator',
];
const SHOWN = 6;

/** Accounts by role: a handful of each, or all that hold the words looked for. */
export function sampleGroups(accounts: readonly SampleAccount[], words: string): SampleGroup[] {
  const wanted = words.trim().toLowerCase();
  const matching = accounts.filter((one) => wanted === '' || holds(one, wanted));
  return ORDER.flatMap((role) => {
    const all = matching.filter((one) => one.role === role);
    const first = all[0];
    if (!first) return [];
    const shown = wanted === '' ? all.slice(0, SHOWN) : all;
    return [{ role, title: first.roleTitle, accounts: shown, more: all.length - shown.length }];
  });
}

function holds(one: SampleAccount, wanted: string): boolean {
  return [one.account, one.name.zh, one.name.en].some((text) => text.toLowerCase().includes(wanted));
}
