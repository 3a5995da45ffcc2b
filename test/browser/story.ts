import { test } from '@jest/globals';

/** A story in steps: once one fails, those after it fail at once, with the name of the one that broke it. */
export class Story {
  #broken: string | null = null;

  constructor(private readonly onFailure: (step: string) => Promise<void>) {}

  step(name: string, work: () => Promise<void>): void {
    test(name, async () => {
      if (this.#broken !== null) throw new Error(`the story broke at “${this.#broken}”`);
      try {
        await work();
      } catch (error) {
        this.#broken = name;
        await this.onFailure(name);
        throw error;
      }
    });
  }
}
