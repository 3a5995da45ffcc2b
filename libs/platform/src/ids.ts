import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const BYTES = 16;
/** Randomness is cheap by the kilobyte and dear by the sixteen. */
const pool = new Uint8Array(BYTES * 256);
let used = pool.length;

/** A new UUID v7: sorts by the time it was made. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += BYTES;
  return v7({ random: pool.subarray(used - BYTES, used) });
}
