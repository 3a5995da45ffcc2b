import type { Permission, Post, Text } from '#contracts';

const TITLES: Record<Post, Text> = {
  'unit.operator': { zh: '单位经办人', en: 'Unit operator' },
  'unit.leader': { zh: '单位分管领导', en: 'Unit leader' },
  'office.officer': { zh: '考评办经办人', en: 'Evaluation officer' },
  'office.director': { zh: '考评办负责人', en: 'Evaluation office director' },
  leadership: { zh: '党委政府领导', en: 'Leadership' },
  administrator: { zh: '系统管理员', en: 'Administrator' },
};

const EVERYBODY: Permission[] = [
  'inbox.read',
  'case.read',
  'target.read',
  'sheet.read',
  'definition.read',
  'unit.read',
];

const BEYOND: Record<Post, Permission[]> = {
  'unit.operator': ['task.answer', 'sheet.write'],
  'unit.leader': ['task.answer'],
  'office.officer': ['task.answer', 'sheet.write', 'year.open', 'comment.read', 'data.import'],
  'office.director': ['task.answer', 'case.hold'],
  leadership: ['task.answer'],
  administrator: [
    'data.import',
    'mail.read',
    'clock.move',
    'case.hold',
    'case.move',
    'incident.settle',
    'batch.manage',
    'message.send',
    'audit.read',
  ],
};

/** Every post, in the order of a case's way. */
export const POSTS = Object.keys(TITLES) as Post[];

export function isPost(text: string): text is Post {
  return Object.hasOwn(TITLES, text);
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
