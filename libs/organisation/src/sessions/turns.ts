import { DomainError } from '#platform';

const RETRY_AFTER_SECONDS = 5;

/** Lets work be done by so many at a time; so many more wait for their turn, first come, first served, and the rest is refused at once. */
export class Turns {
  #atWork = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly limits: { atOnce: number; waiting: number }) {}

  /** Refused with `password.busy` where too many wait. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    this.mustBeLeft();
    if (this.#atWork < this.limits.atOnce) this.#atWork += 1;
    // Whoever is done hands their place on.
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#atWork -= 1;
    }
  }

  /** Whether there is a turn to be had now; refused as `take` would. */
  mustBeLeft(): void {
    if (this.#waiting.length >= this.limits.waiting) throw busy();
  }
}

function busy(): DomainError {
  return new DomainError(
    'too-many',
    'password.busy',
    {
      zh: `此刻登录的人过多，本次没有受理，您填写的内容还在页面上。请等 ${RETRY_AFTER_SECONDS} 秒后再试。`,
      en: `Too many people are signing in at this moment; your request was not taken up, and what you typed is still on the page. Try again in ${RETRY_AFTER_SECONDS} seconds.`,
    },
    { params: { retryAfterSeconds: RETRY_AFTER_SECONDS } },
  );
}
