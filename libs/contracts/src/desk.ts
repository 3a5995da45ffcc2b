import type { Post } from './definition.js';

const UNIT_POSTS: readonly Post[] = [
  'unit.operator',
  'unit.leader',
  'expert',
  'informant',
  'third.party',
  'citizen.representative',
];

/** Whether a post is held for one unit or group of people, not for the whole office or leadership. */
export function isUnitPost(post: Post): boolean {
  return UNIT_POSTS.includes(post);
}

/** The pile that a post's work lies on: the post alone, or with its unit where it belongs to one. */
export function deskOf(post: Post, unitId: string | null): string {
  return isUnitPost(post) && unitId ? `${post}:${unitId}` : post;
}
