import type { Post } from './definition.js';

const UNIT_POSTS: readonly Post[] = ['unit.operator', 'unit.leader'];

/** Whether a post is held in one of the units that work for targets, not in the office or leadership. */
export function isUnitPost(post: Post): boolean {
  return UNIT_POSTS.includes(post);
}

/** The pile that a post's work lies on: the post alone, or with its unit where it belongs to one. */
export function deskOf(post: Post, unitId: string | null): string {
  return isUnitPost(post) && unitId ? `${post}:${unitId}` : post;
}
