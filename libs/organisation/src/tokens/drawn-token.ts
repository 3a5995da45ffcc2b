import { randomBytes } from 'node:crypto';

/** 256 bits of chance under a name by which scanners for leaked secrets know it; to be shown once. */
export function drawnToken(): string {
  return `kp_${randomBytes(32).toString('base64url')}`;
}
