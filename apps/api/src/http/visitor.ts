import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Duty, Permission, Text } from '#contracts';
import type { HeldPost, SignedIn, TenantBelow } from '#organisation';
import type { Reader } from '#tasks';
import '@fastify/cookie';
import type { FastifyRequest } from 'fastify';

/** Who is signed in at a request. */
export interface Visitor extends Reader {
  account: string;
  name: Text;
  posts: HeldPost[];
  permissions: Permission[];
  /** What must be done before anything else. */
  duty: Duty | null;
  /** Whether they proved who they are a moment ago. */
  isFresh: boolean;
  /** By what they are known. */
  method: SignedIn['method'];
  /** Of a system: all that its token permits. */
  only?: readonly Permission[];
}

/** The tenants below that the visitor's posts reach, each once: several posts may reach the same. */
export function tenantsBelowOf({ posts }: Visitor): TenantBelow[] {
  const below = posts.flatMap(({ tenantsBelow }) => tenantsBelow);
  return [...new Map(below.map((tenant) => [tenant.tenantId, tenant])).values()];
}

/** A request that passed the guard. */
export type KnownRequest = FastifyRequest & { visitor?: Visitor };

/** The visitor of a route that demands a permission. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Visitor => {
  const { visitor } = context.switchToHttp().getRequest<KnownRequest>();
  if (!visitor) throw new Error('a route that asks who is there must demand a permission');
  return visitor;
});
