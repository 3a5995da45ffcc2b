import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const BYTES = 16;
/** Randomness is cheap by the kilobyte and dear by the sixteen bytes. */
const pool = Buffer.allocUnsafeSlow(BYTES * 256);
let used = pool.length;

let moment = 0;
let next = 0;

/** A new UUID v7: sorts by the time it was made, those of one millisecond in the order in which this process made them. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + BYTES);
  used += BYTES;
  const now = Date.now();
  if (now > moment) {
    moment = now;
    // The upper bit stays free: a millisecond has room for two thousand million more.
    next = random.readUInt32BE(0) >>> 1;
  } else next += 1;
  return v7({ random, msecs: moment, seq: next });
}
