import type { GroupPost } from '#organisation';

/** Codes that `OIDC_POSTS` names and no tenant has: what their groups should hold, nobody holds. This is a pure function. */
export function strayTenants(groupPosts: readonly GroupPost[], tenants: readonly { code: string }[]): string[] {
  const named = groupPosts.flatMap(({ tenant }) => tenant ?? []);
  return [...new Set(named)].filter((code) => tenants.every((one) => one.code !== code));
}
