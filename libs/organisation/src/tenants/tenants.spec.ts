import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Database, newId } from '#platform';
import { openDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { Tenants } from './tenants.js';

const tenants = new Tenants();

let scratch: TestDatabase;
let database: Database;

beforeAll(async () => {
  scratch = await openDatabase();
  database = new Database(scratch.source);
});
afterAll(() => scratch.close());

describe('a tenant', () => {
  test('is found by its code', async () => {
    const added = await tenants.add(database, { code: 'hangzhou', name: { zh: '杭州市', en: 'Hangzhou' } });
    expect(await tenants.withCode(database, 'hangzhou')).toEqual(added);
    expect(added.zoneOffset).toBe('+08:00');
    expect(await tenants.withCode(database, 'nowhere')).toBeNull();
  });

  test('keeps its settings, and a later value takes the place of an earlier', async () => {
    const { tenantId } = await tenants.add(database, { code: 'xiaoshan', name: { zh: '萧山区', en: 'Xiaoshan' } });
    expect(await tenants.setting(database, tenantId, 'weights')).toBeUndefined();
    await tenants.set(database, tenantId, 'weights', { target: 50 });
    await tenants.set(database, tenantId, 'weights', [50, 45, 5]);
    expect(await tenants.setting(database, tenantId, 'weights')).toEqual([50, 45, 5]);
    expect(await tenants.setting(database, newId(), 'weights')).toBeUndefined();
  });

  test('lies under another, and is listed with it; who has no account waits to be set up', async () => {
    const all = await tenants.listed(database);
    const city = await tenants.withCode(database, 'hangzhou');
    await tenants.add(database, { code: 'xihu', name: { zh: '西湖区', en: 'Xihu' }, parentId: city?.tenantId ?? null });
    expect(await tenants.listed(database)).toEqual([
      ...all,
      expect.objectContaining({ code: 'xihu', parentId: city?.tenantId, parentCode: 'hangzhou', accounts: 0 }),
    ]);
  });
});

describe('the tenants above a tenant', () => {
  const MOST = 6;
  const setParent = (tenantId: string, parentId: string | null): Promise<unknown> =>
    database.query(`update tenants set parent_id = $2 where tenant_id = $1`, [tenantId, parentId]);

  test('never come round to it: PostgreSQL takes exactly the changes that make no circle', async () => {
    const step = fc.record({ of: fc.nat(MOST - 1), under: fc.option(fc.nat(MOST - 1)) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
        const ids: string[] = [];
        for (let no = 0; no < MOST; no += 1)
          ids.push((await tenants.add(database, { code: newId(), name: { zh: 'x', en: 'x' } })).tenantId);
        const above = new Map<number, number>();
        for (const { of, under } of steps) {
          let makesCircle = false;
          for (let at = under ?? undefined; at !== undefined; at = above.get(at)) makesCircle ||= at === of;
          const done = setParent(ids[of] ?? '', under === null ? null : (ids[under] ?? ''));
          if (makesCircle) await expect(done).rejects.toMatchObject({ constraint: 'tenants_no_circle' });
          else {
            await done;
            if (under === null) above.delete(of);
            else above.set(of, under);
          }
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test('do not come round by two changes at once', async () => {
    const [one, other] = [
      await tenants.add(database, { code: 'one', name: { zh: 'x', en: 'x' } }),
      await tenants.add(database, { code: 'other', name: { zh: 'x', en: 'x' } }),
    ];
    const outcomes = await Promise.allSettled([
      setParent(one.tenantId, other.tenantId),
      setParent(other.tenantId, one.tenantId),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('are never the tenant itself', async () => {
    const { tenantId } = await tenants.add(database, { code: 'alone', name: { zh: 'x', en: 'x' } });
    await expect(setParent(tenantId, tenantId)).rejects.toMatchObject({ constraint: 'tenants_no_circle' });
  });
});
