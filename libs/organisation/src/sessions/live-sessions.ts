const IDLE = '30 minutes';

/** Sessions that still open something, as a condition on `sessions`; by the database's clock. */
export const LIVE = `expires_at > now() and seen_at > now() - interval '${IDLE}'`;
