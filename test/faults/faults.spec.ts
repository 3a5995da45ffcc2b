import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type TestDatabase } from '../harness/database.js';
import { killedAtEveryCommit, killedInMidJob } from './crashes.js';
import { bellLost } from './bell-lost.js';
import { clocksJump } from './clocks.js';
import { conflictsInjected, fiftyAtOnce, sentTwice } from './contention.js';
import type { Finding } from './finding.js';
import { Ground, seeded } from './ground.js';
import { networkBreaks, networkSwallows, postgresKilled } from './outages.js';
import { poisonJobs } from './poison.js';

const seed = Math.trunc(Math.random() * 2 ** 31);
const random = seeded(seed);
let database: TestDatabase;
let ground: Ground;

beforeAll(async () => {
  database = await openDatabase();
  ground = await Ground.open(database.url);
});
afterAll(async () => {
  await ground.close();
  await database.close();
});

/** Nothing is lost, nothing is done twice, and what left twice did so where that could not be helped. */
function expectSound(found: Finding): void {
  expect({ ...found, counted: found.counted > 0 }).toMatchObject({ counted: true, lost: 0, twice: 0, violations: 0 });
  expect(found.duplicates).toBeLessThanOrEqual(found.ambiguous);
}

describe(`nothing acknowledged is lost and nothing is done twice (seed ${seed})`, () => {
  test('where the process is killed at a commit point', async () => {
    expectSound(await killedAtEveryCommit(ground, 3, random));
  });

  test('where workers are killed in the middle of their jobs', async () => {
    expectSound(await killedInMidJob(ground, 6, 24, random, false));
  });

  test('where PostgreSQL is killed under load', async () => {
    expectSound(await postgresKilled(2, 300));
  });

  test('where connections are reset and slow', async () => {
    const found = await networkBreaks(ground, 3, random);
    expectSound(found);
    expect(found.measured['slowest answer, ms']).toBeLessThan(10_000);
    expect(found.measured['idle in transaction']).toBe(0);
  });

  test('where requests come again and again', async () => {
    expectSound(await sentTwice(ground, 6, random));
  });

  test('where fifty decide at once', async () => {
    expectSound(await fiftyAtOnce(ground, 6));
  });

  test('where PostgreSQL reports conflicts', async () => {
    expectSound(await conflictsInjected(ground, 2));
  });

  test('where a job ends the process that takes it up, or never ends', async () => {
    expectSound(await poisonJobs(ground, ['exits']));
  });

  test('where connections swallow what they are told', async () => {
    const found = await networkSwallows(ground);
    expectSound(found);
    expect(found.measured['answered after, ms']).toBeLessThan(10_000);
  });

  test('where the bell is not heard', async () => {
    const found = await bellLost(ground, 1);
    expectSound(found);
    expect(found.measured['noticed after, ms']).toBeLessThan(2_000);
  });

  test('where clocks jump', async () => {
    expectSound(await clocksJump(ground, 3));
  });
});
