import type { Permission, Post, Text } from '#contracts';

const TITLES: Record<Post, Text> = {
  'unit.operator': { zh: '单位经办人', en: 'Unit operator' },
  'unit.leader': { zh: '单位分管领导', en: 'Unit leader' },
  'office.officer': { zh: '考评办经办人', en: 'Evaluation officer' },
  'office.director': { zh: '考评办负责人', en: 'Evaluation office director' },
  leadership: { zh: '党委政府领导', en: 'Leadership' },
  administrator: { zh: '系统管理员', en: 'System administrator' },
  'security.administrator': { zh: '安全管理员', en: 'Security administrator' },
  'audit.administrator': { zh: '安全审计员', en: 'Security auditor' },
};

const EVERYBODY: Permission[] = ['inbox.read', 'definition.read', 'unit.read'];

/** What everybody reads who works on cases, or keeps the system running for those who do. */
const MATTERS: Permission[] = ['case.read', 'target.read', 'sheet.read'];

const BEYOND: Record<Post, Permission[]> = {
  'unit.operator': [...MATTERS, 'task.answer', 'sheet.write'],
  'unit.leader': [...MATTERS, 'task.answer'],
  'office.officer': [...MATTERS, 'task.answer', 'sheet.write', 'year.open', 'comment.read', 'data.import'],
  'office.director': [...MATTERS, 'task.answer', 'case.hold'],
  leadership: [...MATTERS, 'task.answer'],
  administrator: [
    ...MATTERS,
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
  ],
  'security.administrator': ['account.read', 'account.approve', 'account.lock'],
  'audit.administrator': ['account.read', 'audit.read'],
};

/** Every post, in the order of a case's way. */
export const POSTS = Object.keys(TITLES) as Post[];

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

/** What the post is called. */
export function postTitle(post: Post): Text {
  return TITLES[post];
}

/** Everything that the holder of these posts may do; without a post, nothing. */
export function permissionsOf(posts: readonly Post[]): Permission[] {
  if (posts.length === 0) return [];
  return [...new Set([...EVERYBODY, ...posts.flatMap((post) => BEYOND[post])])];
}
