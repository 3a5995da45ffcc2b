import { AsyncLocalStorage } from 'node:async_hooks';

/** Whose rows PostgreSQL shows and takes: those of these tenants, or `every` tenant's (the product's own work). */
export type TenantScope = readonly string[] | 'every';

const ambient = new AsyncLocalStorage<{ scope: TenantScope | null }>();

/** Does the work, and all that follows from it, for the rows of these tenants alone; null: of those that a connection shows by itself. */
export function withinTenants<Result>(scope: TenantScope | null, work: () => Result): Result {
  return ambient.run({ scope }, work);
}

/** Does work of the product itself, which looks through all tenants: claiming what is due, finding whose session a token opens. */
export function everyTenant<Result>(work: () => Result): Result {
  return withinTenants('every', work);
}

/**
 * From here on the work that `withinTenants` began is for this tenant: a request, once it is known who asks. `below`: and for those
 * under it, where the request reads what its permission reaches in them.
 */
export function narrowTo(tenantId: string, below: readonly string[] = []): void {
  const store = ambient.getStore();
  if (!store) throw new Error('no work was begun that could be narrowed to a tenant');
  store.scope = [tenantId, ...below];
}

/** The scope of the work under way; null where none was begun: then the connection's own holds, which shows nothing. */
export function currentScope(): TenantScope | null {
  return ambient.getStore()?.scope ?? null;
}

/** The scope that covers several; null where one of them has none. */
export function unionOf(scopes: readonly (TenantScope | null)[]): TenantScope | null {
  if (scopes.includes(null)) return null;
  if (scopes.includes('every')) return 'every';
  return [...new Set((scopes as (readonly string[])[]).flat())].sort();
}

/** A scope as PostgreSQL keeps it in `kaoping.tenants`, which the policies of all tables read. */
export function scopeText(scope: TenantScope): string {
  return scope === 'every' ? '*' : scope.join();
}
