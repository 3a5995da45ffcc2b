import { expect, jest, test } from '@jest/globals';
import { Foreground } from './foreground.js';

test('what nobody waits for goes at once while nobody waits for anything', async () => {
  await new Foreground().quiet();
});

test('it stands aside until the last that is waited for is answered', async () => {
  const foreground = new Foreground();
  const said: string[] = [];
  const [first, second] = [foreground.enter(), foreground.enter()];
  const quiet = foreground.quiet().then(() => said.push('quiet'));
  first();
  // A request that ends twice is one.
  first();
  await Promise.resolve();
  said.push('second is answered');
  second();
  await quiet;
  expect(said).toEqual(['second is answered', 'quiet']);
});

test('but not for ever', async () => {
  const foreground = new Foreground();
  const leave = foreground.enter();
  await foreground.quiet();
  leave();
  await foreground.quiet();
});

test('and for nobody who has been at it for more than a second', async () => {
  jest.useFakeTimers();
  try {
    const foreground = new Foreground();
    foreground.enter();
    jest.advanceTimersByTime(999);
    let isQuiet = false;
    const quiet = foreground.quiet().then(() => (isQuiet = true));
    await Promise.resolve();
    expect(isQuiet).toBe(false);
    jest.advanceTimersByTime(1);
    await quiet;
    // No timer moves any more: this one is not made to wait at all.
    await foreground.quiet();
  } finally {
    jest.useRealTimers();
  }
});
