import { describe, expect, jest, test } from '@jest/globals';
import { MicroBatch } from './micro-batch.js';

/** A gate that the test opens: work waits in front of it. */
function gate(): { passed: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

describe('a micro-batch', () => {
  test('keeps the process awake for one item alone, as long as it was told to and no longer, and not for several', async () => {
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
    const turns = jest.spyOn(globalThis, 'setImmediate');
    /** How often the event loop was told to turn, in one of its rounds. */
    const turnsOfOneRound = async (): Promise<number> => {
      turns.mockClear();
      await new Promise((resolve) => setTimeout(resolve, 1));
      return turns.mock.calls.length;
    };
    try {
      for (const [items, isAwake] of [[1, true] as const, [2, false] as const]) {
        const held = gate();
        const options = { lanes: 1, most: 64, awakeMs: 20 };
        const batch = new MicroBatch<number, number>((all) => held.passed.then(() => all), options);
        const done = Promise.all(Array.from({ length: items }, (_, item) => batch.add(item)));
        await turnsOfOneRound();
        now += 19;
        expect((await turnsOfOneRound()) > 0).toBe(isAwake);
        now += 1;
        await turnsOfOneRound();
        expect(await turnsOfOneRound()).toBe(0);
        held.open();
        await done;
      }
    } finally {
      turns.mockRestore();
      clock.mockRestore();
    }
  });

  test('serves one caller alone at once, and takes together what waits meanwhile', async () => {
    const sizes: number[] = [];
    const first = gate();
    const batch = new MicroBatch<number, number>(
      async (items) => {
        sizes.push(items.length);
        if (sizes.length === 1) await first.passed;
        return items.map((item) => item * 2);
      },
      { lanes: 1, most: 64 },
    );
    const alone = batch.add(1);
    await new Promise((resolve) => setImmediate(resolve));
    const together = [2, 3, 4].map((item) => batch.add(item));
    first.open();
    expect([await alone, ...(await Promise.all(together))]).toEqual([2, 4, 6, 8]);
    expect(sizes).toEqual([1, 3]);
  });

  test('takes no more than the most', async () => {
    const sizes: number[] = [];
    const batch = new MicroBatch<number, number>(
      (items) => {
        sizes.push(items.length);
        return Promise.resolve(items);
      },
      { lanes: 1, most: 2 },
    );
    await Promise.all([1, 2, 3, 4, 5].map((item) => batch.add(item)));
    expect(sizes).toEqual([2, 2, 1]);
  });

  test('shares what waits among its lanes, and opens no further lane for a few', async () => {
    const sizes: number[] = [];
    const held = gate();
    const batch = new MicroBatch<number, number>(
      async (items) => {
        sizes.push(items.length);
        await held.passed;
        return items;
      },
      { lanes: 2, most: 64, shareFrom: 4 },
    );
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const add = async (count: number): Promise<number[]> => {
      const added = Promise.all(Array.from({ length: count }, (_, item) => batch.add(item)));
      await turn();
      return added;
    };
    const first = add(1);
    await turn();
    const few = add(1);
    await turn();
    expect(sizes).toEqual([1]);
    const enough = add(1);
    await turn();
    expect(sizes).toEqual([1, 2]);
    const many = add(12);
    await turn();
    held.open();
    await Promise.all([first, few, enough, many]);
    expect(sizes).toEqual([1, 2, 6, 6]);
  });

  test('tries each alone where the database refused one of them', async () => {
    const batch = new MicroBatch<number, number>(
      (items) => {
        if (!items.includes(3)) return Promise.resolve(items);
        return Promise.reject(Object.assign(new Error('bad row'), { code: '23505' }));
      },
      { lanes: 1, most: 64 },
    );
    const all = await Promise.allSettled([1, 2, 3, 4].map((item) => batch.add(item)));
    expect(all.map((one) => one.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  test('tells every caller of a lost connection, and repeats nothing whose fate is unknown', async () => {
    let calls = 0;
    const batch = new MicroBatch<number, number>(
      () => {
        calls += 1;
        return Promise.reject(new Error('Connection terminated unexpectedly'));
      },
      { lanes: 1, most: 64 },
    );
    const all = await Promise.allSettled([1, 2].map((item) => batch.add(item)));
    expect(all.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(calls).toBe(1);
  });
});
