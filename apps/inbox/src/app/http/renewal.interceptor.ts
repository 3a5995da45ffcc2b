import type { HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { catchError, from, switchMap, throwError } from 'rxjs';
import { Renewals } from '../session/renewals';
import { refusalFrom } from './refusal';

/** A sensitive act waits until its doer has proved again who they are, and is then sent once more as it was. */
export const renewalInterceptor: HttpInterceptorFn = (request, next) => {
  const renewals = inject(Renewals);
  const send = (): ReturnType<typeof next> =>
    next(request).pipe(
      catchError((error: unknown) => {
        const refused = throwError(() => error);
        if (refusalFrom(error).problem.code !== 'session.stale') return refused;
        return from(renewals.ask()).pipe(switchMap((isProven) => (isProven ? send() : refused)));
      }),
    );
  return send();
};
