import { describe, expect, test } from '@jest/globals';
import { Turns } from './turns.js';

/** Work that is at work until it is ended. */
function work(): { end: () => void; fail: () => void; done: Promise<void> } {
  const { promise: done, resolve: end, reject } = Promise.withResolvers<void>();
  return { end, fail: () => reject(new Error('it failed')), done };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  test('are taken by so many at once, then by those who wait, in their order; one more is refused until one is done', async () => {
    const turns = new Turns({ atOnce: 2, waiting: 2 });
    const begun: number[] = [];
    const works = [work(), work(), work(), work()];
    const taken = works.map(({ done }, no) =>
      turns.take(() => {
        begun.push(no);
        return done;
      }),
    );
    await settled();
    expect(begun).toEqual([0, 1]);
    const busy = { refusal: 'too-many', code: 'password.busy', facts: { params: { retryAfterSeconds: 5 } } };
    await expect(turns.take(() => Promise.resolve())).rejects.toMatchObject(busy);
    expect(() => turns.mustBeLeft()).toThrow('password.busy');
    works[1]?.end();
    await settled();
    expect(begun).toEqual([0, 1, 2]);
    expect(() => turns.mustBeLeft()).not.toThrow();
    for (const { end } of works) end();
    await Promise.all(taken);
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  test('are handed on where the work fails, and none is lost', async () => {
    const turns = new Turns({ atOnce: 1, waiting: 1 });
    for (let round = 0; round < 3; round += 1) {
      const failing = work();
      const first = turns.take(() => failing.done);
      const second = turns.take(() => Promise.resolve('done'));
      failing.fail();
      await expect(first).rejects.toThrow('it failed');
      expect(await second).toBe('done');
    }
  });
});
