import { Injectable } from '@nestjs/common';

/** The longest that work in the background stands aside at a time: people come first, but deadlines are kept, too. */
const LONGEST_MS = 25;
/** What takes longer than this (an upload, a reader on a slow line) holds up nobody else. */
const COUNTS_MS = 1_000;

/**
 * Lets people go first. Who answers somebody says so while it lasts; work that nobody waits for asks for a quiet moment
 * before each portion, and gets it at the latest after a fraction of a second.
 */
@Injectable()
export class Foreground {
  readonly #answering = new Set<NodeJS.Timeout>();
  readonly #waiting = new Set<() => void>();

  /** Somebody waits for an answer, until the returned function is called, or for a second. */
  enter(): () => void {
    const leave = (): void => {
      clearTimeout(mine);
      if (!this.#answering.delete(mine) || this.#answering.size > 0) return;
      for (const go of [...this.#waiting]) go();
    };
    const mine = setTimeout(leave, COUNTS_MS);
    mine.unref();
    this.#answering.add(mine);
    return leave;
  }

  /** Resolves once nobody waits for an answer, or has waited long enough. */
  quiet(): Promise<void> {
    if (this.#answering.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(enough);
        this.#waiting.delete(go);
        resolve();
      };
      const enough = setTimeout(go, LONGEST_MS);
      this.#waiting.add(go);
    });
  }
}
