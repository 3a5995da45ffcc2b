import type { Post } from '#contracts';
import { z } from 'zod';

/** Every post that an account can hold. */
export const post = z.enum([
  'unit.operator',
  'unit.leader',
  'office.officer',
  'office.director',
  'leadership',
  'expert',
  'informant',
  'third.party',
  'citizen.representative',
  'administrator',
  'security.administrator',
  'audit.administrator',
] satisfies Post[]);
