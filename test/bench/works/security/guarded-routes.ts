import type { ExecutionContext } from '@nestjs/common';
import { MetadataScanner, Reflector } from '@nestjs/core';
import { withinOrigin, type RequestOrigin } from '#audit';
import type { SignedIn } from '#organisation';
import { DomainError, withinTenants } from '#platform';
import type { Reader } from '#tasks';
import { AccessGuard } from '../../../../apps/api/src/http/access.js';
import { controllers } from '../../../../apps/api/src/http/controllers.js';
import { Visitors } from '../../../../apps/api/src/http/visitors.js';

/** The guard of the product before all its routes, with every reader signed in; only PostgreSQL, which says who they are, is left out. */
export function guardOver(readers: readonly Reader[]): {
  routes: number;
  /** Whether the reader of that number gets to the route of that number. */
  isLetThrough: (reader: number, route: number) => Promise<boolean>;
} {
  const known = readers.map(signedIn);
  const recognition = { of: (token: string) => Promise.resolve(known[Number(token)] ?? null) };
  const cookie = { read: (request: { token: string }) => request.token };
  const visitors = Reflect.construct(Visitors, [recognition, null, cookie]) as Visitors;
  const guard = new AccessGuard(new Reflector(), visitors);
  const routes = everyRoute();
  return {
    routes: routes.length,
    isLetThrough: (reader, route) => {
      const request = { token: String(reader), headers: {} };
      const context = {
        ...routes[route],
        switchToHttp: () => ({ getRequest: () => request }),
      } as unknown as ExecutionContext;
      return withinTenants([], () => withinOrigin(origin(), () => guard.canActivate(context))).catch(refused);
    },
  };
}

function everyRoute(): { getHandler: () => unknown; getClass: () => unknown }[] {
  const scanner = new MetadataScanner();
  return controllers.flatMap((controller: new (...given: never[]) => object) => {
    const prototype = controller.prototype as Record<string, () => unknown>;
    return scanner
      .getAllMethodNames(prototype)
      .flatMap((name) => prototype[name] ?? [])
      .filter((handler) => Reflect.hasMetadata('path', handler))
      .map((handler) => ({ getHandler: () => handler, getClass: () => controller }));
  });
}

function refused(error: unknown): boolean {
  if (error instanceof DomainError && error.refusal === 'forbidden') return false;
  throw error;
}

function origin(): RequestOrigin {
  return { address: '10.0.0.7', device: 'bench', correlationId: null, actor: null };
}

function signedIn({ tenantId, accountId, holdings }: Reader, no: number): SignedIn {
  const name = { zh: `读者${no}`, en: `Reader ${no}` };
  const posts = holdings.map(({ post, unitId, below = [] }) => ({
    post,
    unit: { unitId: unitId ?? '', code: 'HZ-KPB', name: '市考评办', nameEn: 'Evaluation Office' },
    below: [...below],
    tenantsBelow: [],
  }));
  return {
    tenantId,
    accountId,
    account: `reader-${no}`,
    name,
    locale: 'zh',
    posts,
    duty: null,
    isFresh: true,
    method: 'password',
  };
}
