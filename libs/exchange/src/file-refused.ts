import type { Text } from '#contracts';

/** Why a whole file cannot be read: thrown while reading, and reported as one problem of that file. */
export class FileRefused extends Error {
  constructor(
    readonly code: string,
    readonly detail: Text,
    /** Where reading stopped; 0 where the whole file is meant. */
    readonly row = 0,
  ) {
    super(`${code}: ${detail.en}`);
    this.name = 'FileRefused';
  }
}
