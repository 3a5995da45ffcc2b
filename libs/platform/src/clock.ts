/** The product's time. Everything the domain sees as "now" comes from here, so that tests and the sample can move it. */
export abstract class Clock {
  /** The instant that the product takes for now. */
  abstract now(): Date;
}

/** The machine's time, moved on by an offset that only ever grows. */
export class SystemClock extends Clock {
  #offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /** Milliseconds that the product's time runs ahead of the machine's (negative: behind). */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  set offsetMs(value: number) {
    this.#offsetMs = value;
  }
}

/** A clock that stands still until a test moves it; going back throws. */
export class TestClock extends Clock {
  #now: number;

  constructor(start: string | Date) {
    super();
    this.#now = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  moveTo(instant: string | Date): void {
    const next = new Date(instant).getTime();
    if (next < this.#now) throw new RangeError(`the clock stands at ${this.now().toISOString()} and cannot go back`);
    this.#now = next;
  }

  advance(ms: number): void {
    this.moveTo(new Date(this.#now + ms));
  }
}
