import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { CHINA_YEARS } from '#calendar';
import { Database, newId } from '#platform';
import { openDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { Tenants } from '../tenants/tenants.js';
import { Calendars } from './calendars.js';

const festival = new Date('2017-01-27T12:00:00+08:00');
const makeUpSunday = new Date('2017-01-22T12:00:00+08:00');

let scratch: TestDatabase;
let database: Database;
let tenantId: string;

const revision = async () =>
  (await database.query<{ revision: number }>(`select calendar_revision as revision from tenants`))[0]?.revision;

beforeAll(async () => {
  scratch = await openDatabase();
  database = new Database(scratch.source);
  ({ tenantId } = await new Tenants().add(database, { code: 'test', name: { zh: '测试', en: 'Test' } }));
});
afterAll(() => scratch.close());

describe('the calendar of a tenant', () => {
  test('knows only weekends before anything is published, and says so', async () => {
    const calendar = await new Calendars(database).of(tenantId);
    expect(calendar.isWorkingDay(festival)).toBe(true);
    expect(calendar.isProvisional(festival, festival)).toBe(true);
  });

  test('is loaded again when years are published', async () => {
    const calendars = new Calendars(database);
    await calendars.of(tenantId);
    await calendars.publish(tenantId, CHINA_YEARS);
    const calendar = await calendars.of(tenantId);
    expect(calendar.isWorkingDay(festival)).toBe(false);
    expect(calendar.isWorkingDay(makeUpSunday)).toBe(true);
    expect(calendar.dayName(festival)).toEqual({ zh: '春节', en: 'Spring Festival' });
    expect(calendar.isProvisional(festival, festival)).toBe(false);
    expect(await new Calendars(database).of(tenantId)).toEqual(calendar);
  });

  test('stays as it is when the same years are published again', async () => {
    const before = await revision();
    await new Calendars(database).publish(tenantId, CHINA_YEARS);
    expect(await revision()).toBe(before);
  });

  test('drops days that a corrected notice no longer names, in that year alone', async () => {
    const calendars = new Calendars(database);
    await calendars.publish(tenantId, [{ year: 2017, paper: '更正', days: [] }]);
    const calendar = await calendars.of(tenantId);
    expect(calendar.isWorkingDay(festival)).toBe(true);
    expect(calendar.isWorkingDay(new Date('2018-10-01T12:00:00+08:00'))).toBe(false);
  });

  test('takes over within seconds what another process published, and never keeps its reader waiting', async () => {
    const calendars = new Calendars(database);
    expect((await calendars.of(tenantId)).isWorkingDay(festival)).toBe(true);
    await new Calendars(database).publish(tenantId, CHINA_YEARS);
    expect((await calendars.of(tenantId)).isWorkingDay(festival)).toBe(true);
    const later = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 5_001);
    expect((await calendars.of(tenantId)).isWorkingDay(festival)).toBe(true);
    later.mockRestore();
    let isWorked = true;
    for (let turn = 0; isWorked && turn < 200; turn += 1) {
      await database.query(`select 1`);
      isWorked = (await calendars.of(tenantId)).isWorkingDay(festival);
    }
    expect(isWorked).toBe(false);
  });

  test('of a tenant that is not there is refused', async () => {
    await expect(new Calendars(database).of(newId())).rejects.toThrow('there is no tenant');
  });
});
