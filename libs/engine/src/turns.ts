/** Lets work on the same thing happen one after the other, within this process; work on different things is not held up. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** `hasWaited` says whether others were before it. */
  take<Result>(name: string, work: (hasWaited: boolean) => Promise<Result>): Promise<Result> {
    const before = this.#last.get(name);
    const next = (): Promise<Result> => work(true);
    const mine = before === undefined ? work(false) : before.then(next, next);
    this.#last.set(name, mine);
    const leave = (): void => {
      if (this.#last.get(name) === mine) this.#last.delete(name);
    };
    mine.then(leave, leave);
    return mine;
  }
}
