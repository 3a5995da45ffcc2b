import { inject } from '@angular/core';
import { RedirectCommand, Router, type CanActivateFn } from '@angular/router';
import type { Duty, Permission } from '#contracts';
import { DUTY_PAGES } from './duty-pages';
import { Session } from './session';

/** Lets signed-in people through who have nothing else to do before; the others do that, or sign in, and come back. */
export const signedIn: CanActivateFn = async (_route, state) => {
  const session = inject(Session);
  const router = inject(Router);
  try {
    const who = await session.known();
    if (who?.duty) return router.createUrlTree([DUTY_PAGES[who.duty]], { queryParams: { back: state.url } });
    if (who) return true;
    return router.createUrlTree(['/sign-in'], { queryParams: state.url === '/' ? {} : { back: state.url } });
  } catch {
    // The server cannot say who is there: the page that offers to try again is the only one that makes sense.
    const page = router.createUrlTree(['/unreachable'], { queryParams: { back: state.url } });
    return new RedirectCommand(page, { skipLocationChange: true });
  }
};

/** Lets through whoever has just this to do before anything else; others have no business there. */
export function owes(duty: Duty): CanActivateFn {
  return async () => {
    const router = inject(Router);
    return (await inject(Session).known())?.duty === duty ? true : router.createUrlTree(['/']);
  };
}

/** Lets through whoever holds the permission; the others read that they may not, or that they hold no post at all. */
export function holds(permission: Permission): CanActivateFn {
  return () => {
    const router = inject(Router);
    const session = inject(Session);
    if (session.may(permission)) return true;
    const page = session.who()?.posts.length === 0 ? '/no-post' : '/forbidden';
    return new RedirectCommand(router.createUrlTree([page]), { skipLocationChange: true });
  };
}

/** Where the work of a post is; whoever answers tasks has it in the inbox. */
const HOMES: readonly [Permission, string][] = [
  ['task.answer', '/inbox'],
  ['account.approve', '/proposals'],
  ['audit.read', '/audit'],
  ['account.propose', '/accounts'],
];

/** Sends everybody to the page where their work is. */
export const home: CanActivateFn = () => {
  const session = inject(Session);
  const [, path] = HOMES.find(([permission]) => session.may(permission)) ?? [null, '/inbox'];
  return inject(Router).createUrlTree([path]);
};
