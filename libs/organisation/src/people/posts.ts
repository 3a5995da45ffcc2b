import type { Permission, Post, RightView, Text } from '#contracts';

/**
 * How far a permission reaches: `own`, what was given to its holder; `unit`, what belongs to the unit of the post; `subtree`,
 * that and to all units below it; `tenant`, everything; `children`, everything in the tenants below, and only to be read.
 */
export type Scope = RightView['scope'];

/** That the holder of a post may do something, and how far. */
export interface Rule {
  permission: Permission;
  scope: Scope;
}

const TITLES: Record<Post, Text> = {
  'unit.operator': { zh: '单位经办人', en: 'Unit operator' },
  'unit.leader': { zh: '单位分管领导', en: 'Unit leader' },
  'office.officer': { zh: '考评办经办人', en: 'Evaluation officer' },
  'office.director': { zh: '考评办负责人', en: 'Evaluation office director' },
  leadership: { zh: '党委政府领导', en: 'Leadership' },
  expert: { zh: '评估专家', en: 'Expert' },
  informant: { zh: '绩效信息员', en: 'Informant' },
  'third.party': { zh: '第三方机构', en: 'Third party' },
  'citizen.representative': { zh: '市民代表', en: 'Citizen representative' },
  administrator: { zh: '系统管理员', en: 'System administrator' },
  'security.administrator': { zh: '安全管理员', en: 'Security administrator' },
  'audit.administrator': { zh: '安全审计员', en: 'Security auditor' },
};

const EVERYBODY: ByScope = { own: ['inbox.read'], tenant: ['definition.read', 'unit.read'] };
const ALL_MATTERS: Permission[] = ['case.read', 'sheet.read', 'target.read'];
/** What a city reads of its districts: the matters, and the workflows in which they stand. */
const BELOW: Permission[] = [...ALL_MATTERS, 'definition.read'];
/** Whom the office asks for their judgement see what is given to them, and nothing else (A13). */
const GUEST: ByScope = { own: ['case.read', 'task.answer'] };

type ByScope = Partial<Record<Scope, Permission[]>>;

/** The one place that says who may do what, and how far. Whatever is not said here is denied. */
const BEYOND: Record<Post, ByScope> = {
  'unit.operator': { unit: ['case.read', 'sheet.read', 'task.answer', 'sheet.write'], tenant: ['target.read'] },
  'unit.leader': { subtree: ['case.read', 'sheet.read'], unit: ['task.answer'], tenant: ['target.read'] },
  'office.officer': {
    tenant: [...ALL_MATTERS, 'task.answer', 'sheet.write', 'year.open', 'comment.read', 'data.import'],
  },
  'office.director': { tenant: [...ALL_MATTERS, 'task.answer', 'case.hold', 'rights.read'], children: BELOW },
  leadership: { tenant: [...ALL_MATTERS, 'task.answer'], children: BELOW },
  expert: GUEST,
  informant: GUEST,
  'third.party': GUEST,
  'citizen.representative': GUEST,
  administrator: {
    tenant: [
      ...ALL_MATTERS,
      'data.import',
      'mail.read',
      'clock.move',
      'case.hold',
      'case.move',
      'incident.settle',
      'batch.manage',
      'message.send',
      'account.read',
      'account.propose',
      'token.revoke',
      'rights.read',
      'webhook.read',
      'webhook.manage',
    ],
  },
  'security.administrator': {
    tenant: ['account.read', 'account.approve', 'account.lock', 'token.revoke', 'rights.read', 'webhook.read'],
  },
  'audit.administrator': { tenant: ['account.read', 'audit.read', 'rights.read'] },
};

/** Every post, in the order of a case's way. */
export const POSTS = Object.keys(TITLES) as Post[];

const RULES = new Map(POSTS.map((post) => [post, [EVERYBODY, BEYOND[post]].flatMap(rulesIn)]));

export function isPost(text: string): text is Post {
  return Object.hasOwn(TITLES, text);
}

/** The three powers that watch one another (三员分立); everybody else has none of them. */
export type Power = 'system' | 'security' | 'audit';

/** Which of the three powers the post has; null for those that take part in the business. */
export function powerOf(post: Post): Power | null {
  if (post === 'administrator') return 'system';
  if (post === 'security.administrator') return 'security';
  return post === 'audit.administrator' ? 'audit' : null;
}

/** The posts of the three administrators. */
export const POWER_POSTS = POSTS.filter((post) => powerOf(post) !== null);

/** What the post is called. */
export function postTitle(post: Post): Text {
  return TITLES[post];
}

/** What the holder of the post may do, and how far; of a system only what its token permits. */
export function rulesOf(post: Post, only?: readonly Permission[] | null): readonly Rule[] {
  const rules = RULES.get(post) ?? [];
  return only ? rules.filter(({ permission }) => only.includes(permission)) : rules;
}

/** Everything that the holder of these posts may do somewhere; without a post, nothing; with a token, only what it permits. */
export function permissionsOf(posts: readonly Post[], only?: readonly Permission[]): Permission[] {
  return [...new Set(posts.flatMap((post) => rulesOf(post, only).map(({ permission }) => permission)))];
}

function rulesIn(byScope: ByScope): Rule[] {
  return Object.entries(byScope).flatMap(([scope, permissions]) =>
    permissions.map((permission) => ({ permission, scope: scope as Scope })),
  );
}
