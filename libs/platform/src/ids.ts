import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const BYTES = 16;
/** The lower half of the numbers that a millisecond has. */
const LOWER_HALF = 0x7fffffff;

/** Random bytes are drawn for many ids at a time, for drawing them is most of what an id costs. */
const drawn = new Uint8Array(256 * BYTES);
let used = drawn.length;

/** The moment of the last id in milliseconds, and its number within it. */
let msecs = 0;
let sequence = 0;

/** A new UUID v7: sorts by the time it was made, those of one millisecond in the order in which this process made them. */
export function newId(): string {
  const random = nextBytes();
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    // As many numbers lie above it: a millisecond never has so many ids.
    sequence = new DataView(random.buffer, random.byteOffset).getUint32(0) & LOWER_HALF;
  } else sequence += 1;
  return v7({ random, msecs, seq: sequence });
}

function nextBytes(): Uint8Array {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += BYTES;
  return drawn.subarray(used - BYTES, used);
}
