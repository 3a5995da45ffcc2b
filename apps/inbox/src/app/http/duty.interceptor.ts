import type { HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { Router } from '@angular/router';
import type { Duty } from '#contracts';
import { tap } from 'rxjs';
import { DUTY_PAGES } from '../session/duty-pages';
import { Session } from '../session/session';
import { refusalFrom } from './refusal';

const CODES: Record<string, Duty> = { 'password.must-change': 'password', 'factor.must-enrol': 'factor' };

/** What falls due while one works leads to the page where it is done, which comes back here. */
export const dutyInterceptor: HttpInterceptorFn = (request, next) => {
  const router = inject(Router);
  const session = inject(Session);
  return next(request).pipe(
    tap({
      error: (error: unknown) => {
        const duty = CODES[refusalFrom(error).problem.code];
        if (!duty || router.url.startsWith(DUTY_PAGES[duty])) return;
        void session.read().then(() => router.navigate([DUTY_PAGES[duty]], { queryParams: { back: router.url } }));
      },
    }),
  );
};
