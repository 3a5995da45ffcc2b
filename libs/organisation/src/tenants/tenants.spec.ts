import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
});
