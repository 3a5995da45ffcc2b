import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database, newId } from '#platform';
import { openDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { Housekeeping } from './housekeeping.js';

const tenantId = newId();
let scratch: TestDatabase;
let database: Database;

beforeAll(async () => {
  scratch = await openDatabase();
  database = new Database(scratch.source);
});
afterAll(() => scratch.close());

describe('housekeeping', () => {
  test('forgets keys after thirty days, and more than one handful of them', async () => {
    await database.query(
      `INSERT INTO commands (tenant_id, key, hash, answer, made_at)
       SELECT $1::uuid, 'old ' || n, 'h', '{}'::json, now() - interval '31 days' FROM generate_series(1, 5003) AS n
       UNION ALL SELECT $1::uuid, 'young', 'h', '{}'::json, now() - interval '29 days'`,
      [tenantId],
    );
    expect((await new Housekeeping(database).clear()).commands).toBe(5003);
    expect(await database.query(`SELECT key FROM commands`)).toEqual([{ key: 'young' }]);
  });

  test('lets go of mail that left long ago, and of nothing that has not left', async () => {
    const mail = (status: string, age: string): Promise<unknown> =>
      database.query(
        `INSERT INTO outbox (message_id, tenant_id, kind, payload, made_at, status, sent_at)
         VALUES ($1, $2, $3::text, '{}', now() - $4::interval, $3, CASE WHEN $3 = 'sent' THEN now() - $4::interval END)`,
        [newId(), tenantId, status, age],
      );
    await Promise.all([
      mail('sent', '181 days'),
      mail('sent', '1 day'),
      mail('ready', '400 days'),
      mail('dead', '400 days'),
    ]);
    expect((await new Housekeeping(database).clear()).messages).toBe(1);
    expect(await database.query(`SELECT status FROM outbox ORDER BY status`)).toEqual([
      { status: 'dead' },
      { status: 'ready' },
      { status: 'sent' },
    ]);
  });
});
