import { v7 } from 'uuid';

/** A new UUID v7: sorts by the time it was made, those of one millisecond in the order in which this process made them. */
export function newId(): string {
  return v7();
}
