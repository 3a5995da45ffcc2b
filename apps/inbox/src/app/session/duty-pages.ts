import type { Duty } from '#contracts';

/** Where that is done which must be done before anything else. */
export const DUTY_PAGES: Record<Duty, string> = { password: '/new-password', factor: '/new-factor' };
