import type { Post } from '#contracts';

const POSTS: Record<Post, true> = {
  'unit.operator': true,
  'unit.leader': true,
  'office.officer': true,
  'office.director': true,
  leadership: true,
  expert: true,
  informant: true,
  'third.party': true,
  'citizen.representative': true,
  administrator: true,
  'security.administrator': true,
  'audit.administrator': true,
};

/** Every post that there is. */
export const EVERY_POST: readonly string[] = Object.keys(POSTS);
