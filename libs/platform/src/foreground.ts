import { Injectable } from '@nestjs/common';

/** The longest that work in the background stands aside at a time: people come first, but deadlines are kept, too. */
const LONGEST_MS = 25;

/**
 * Lets people go first. Who answers somebody says so while it lasts; work that nobody waits for asks for a quiet moment
 * before each portion, and gets it at the latest after a fraction of a second.
 */
@Injectable()
export class Foreground {
  #busy = 0;
  #waiting: (() => void)[] = [];

  /** Somebody waits for an answer, until the returned function is called. */
  enter(): () => void {
    this.#busy += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#busy -= 1;
      if (this.#busy > 0) return;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const go of waiting) go();
    };
  }

  /** Resolves once nobody waits for an answer, or has waited long enough. */
  quiet(): Promise<void> {
    if (this.#busy === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const enough = setTimeout(resolve, LONGEST_MS);
      this.#waiting.push(() => {
        clearTimeout(enough);
        resolve();
      });
    });
  }
}
