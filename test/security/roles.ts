import type { Post } from '#contracts';

/**
 * Whoever asks: the posts in which, and how they stand to the case. `own.*`, `coop.*` and `other.*` are of the unit that
 * leads it, of one that cooperates, and of one that has no part; `foreign.*` are of another tenant beside it, under the same one
 * above; `above.*` are of that one, `child.*` of a district of this tenant.
 */
export const ROLES = {
  'own.operator': 'unit.operator',
  'own.leader': 'unit.leader',
  'coop.operator': 'unit.operator',
  'coop.leader': 'unit.leader',
  'other.operator': 'unit.operator',
  'other.leader': 'unit.leader',
  /** Was the operator of every unit that leads a case here, and is another’s now. */
  moved: 'unit.operator',
  officer: 'office.officer',
  'fellow.officer': 'office.officer',
  director: 'office.director',
  leadership: 'leadership',
  administrator: 'administrator',
  security: 'security.administrator',
  auditor: 'audit.administrator',
  'foreign.operator': 'unit.operator',
  'foreign.officer': 'office.officer',
  'foreign.director': 'office.director',
  'foreign.administrator': 'administrator',
  'foreign.security': 'security.administrator',
  'foreign.auditor': 'audit.administrator',
  'above.officer': 'office.officer',
  'above.director': 'office.director',
  'above.leadership': 'leadership',
  'above.administrator': 'administrator',
  'above.operator': 'unit.operator',
  'child.officer': 'office.officer',
  'child.director': 'office.director',
  'child.leadership': 'leadership',
  'child.administrator': 'administrator',
  /** Held every post of the office's work in every unit that leads a case here, and holds none now. */
  former: null,
  /** Holds every post there, and is disabled since signing in. */
  disabled: null,
  nobody: null,
} as const satisfies Record<string, Post | null>;

export type Role = keyof typeof ROLES;

export const COOPERATING = 'HZ-JXW';
