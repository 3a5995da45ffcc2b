import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { tap } from 'rxjs';
import { Session } from '../session/session';

const SIGN_IN = ['/api/session', '/api/session/code'];

/** An ended session leads to the sign-in page, which comes back here. */
export const signInAgainInterceptor: HttpInterceptorFn = (request, next) => {
  const router = inject(Router);
  const session = inject(Session);
  return next(request).pipe(
    tap({
      error: (error: unknown) => {
        const isSignIn = SIGN_IN.includes(request.url);
        if (!(error instanceof HttpErrorResponse) || error.status !== 401 || isSignIn) return;
        session.forget();
        if (!router.url.startsWith('/sign-in')) {
          void router.navigate(['/sign-in'], { queryParams: { back: router.url, reason: 'ended' } });
        }
      },
    }),
  );
};
