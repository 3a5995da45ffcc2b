import type { Text } from '#contracts';
import type { Pointer } from '../pointer.js';
import type { Model } from './model.js';

/** Something that a rule has found. */
export interface Fault {
  pointer: Pointer;
  message: Text;
}

/** One demand on definitions; answers what does not meet it. */
export type Rule = (model: Model) => Fault[];
