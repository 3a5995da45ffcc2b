import { inject } from '@angular/core';
import { RedirectCommand, Router, type CanActivateFn } from '@angular/router';
import type { Permission } from '#contracts';
import { Session } from './session';

/** Lets signed-in people through; the others sign in and come back. */
export const signedIn: CanActivateFn = async (_route, state) => {
  const session = inject(Session);
  const router = inject(Router);
  try {
    if (await session.known()) return true;
    return router.createUrlTree(['/sign-in'], { queryParams: state.url === '/' ? {} : { back: state.url } });
  } catch {
    // The server cannot say who is there: the page that offers to try again is the only one that makes sense.
    const page = router.createUrlTree(['/unreachable'], { queryParams: { back: state.url } });
    return new RedirectCommand(page, { skipLocationChange: true });
  }
};

/** Lets through whoever holds the permission; the others read which one is missing. */
export function holds(permission: Permission): CanActivateFn {
  return () => {
    const router = inject(Router);
    if (inject(Session).may(permission)) return true;
    return new RedirectCommand(router.createUrlTree(['/forbidden']), { skipLocationChange: true });
  };
}
