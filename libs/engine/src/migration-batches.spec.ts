import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OperationLog } from '#audit';
import { WorkingCalendar } from '#calendar';
import { Database, DomainError, newId, TestClock } from '#platform';
import { openDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { engineParts, type EngineParts } from '../../../test/harness/engine-parts.js';
import { BatchControl } from './batch-control.js';
import { Batches } from './batches.js';
import { Effects } from './effects.js';
import { MigrationBatches, type MigrationOrder } from './migration-batches.js';
import { permit } from './permit.fixture.js';

const tenantId = newId();
const actor = { accountId: newId(), post: 'administrator', unitId: null };
const clock = new TestClock('2017-01-03T01:00:00Z');

let opened: TestDatabase;
let database: Database;
let parts: EngineParts;
let batches: Batches;
let migrations: MigrationBatches;
let cases: string[];

beforeAll(async () => {
  opened = await openDatabase();
  database = new Database(opened.source);
  const calendars = { of: () => Promise.resolve(new WorkingCalendar({ exceptions: [], publishedYears: [2017] })) };
  parts = engineParts(database, new Effects(), calendars, clock);
  batches = new Batches(database, clock, parts.engine);
  migrations = new MigrationBatches(database, batches, parts.definitions, parts.operations, new OperationLog());
  await parts.definitions.publish(database, tenantId, permit, clock.now());
  cases = [];
  for (let no = 1; no <= 3; no += 1) cases.push(await start(no));
  await parts.definitions.publish(database, tenantId, { ...permit, version: 2 }, clock.now());
});
afterAll(async () => {
  await database.onApplicationShutdown();
  await opened.close();
});

async function start(no: number): Promise<string> {
  const title = { zh: `许可${no}`, en: `Permit ${no}` };
  const command = {
    tenantId,
    workflow: 'permit',
    title,
    unitId: null,
    recordId: null,
    subject: {},
    actor,
    key: newId(),
  };
  return (await parts.engine.start(command)).instanceId;
}

const order = (more: Partial<MigrationOrder> = {}): Promise<{ batchId: string }> =>
  migrations.order({
    tenantId,
    workflow: 'permit',
    from: 1,
    to: 2,
    mapping: {},
    actor,
    reason: '新办法施行',
    key: { key: newId(), hash: 'h' },
    ...more,
  });
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );

describe('cases of one version', () => {
  test('go on under another, but for those that cannot, which say why', async () => {
    const key = { key: newId(), hash: 'h' };
    await parts.operations.suspend({ tenantId, instanceId: cases[2] ?? '', actor, reason: '等待', key });
    const { batchId } = await order();
    await batches.runReady();
    const versions = await database.query<{ version: number }>(
      `SELECT version FROM instances ORDER BY started_at, instance_id`,
    );
    expect(versions.map((row) => row.version)).toEqual([2, 2, 1]);
    const control = new BatchControl(database, new OperationLog());
    expect(await control.read(tenantId, batchId)).toMatchObject({ status: 'done', total: 3, failed: 1 });
    expect(await control.notDone(tenantId, batchId, 0, 10)).toEqual([
      expect.objectContaining({ no: 3, titleZh: '许可3', instanceId: cases[2], code: 'case.suspended' }),
    ]);
    expect(
      await database.query(`SELECT reason, actor_id FROM journal WHERE instance_id = $1 AND kind = 'migrate'`, [
        cases[0],
      ]),
    ).toEqual([{ reason: '新办法施行', actor_id: actor.accountId }]);
  });

  test('are ordered once for two clicks', async () => {
    const key = { key: newId(), hash: 'h' };
    const [one, other] = await Promise.all([order({ key }), order({ key })]);
    expect(one).toEqual(other);
  });

  test('are refused where none runs, or the version was never published', async () => {
    expect(await codeOf(order({ from: 7 }))).toBe('migration.nothing');
    expect(await codeOf(order({ from: 2 }))).toBe('migration.nothing');
    expect(await codeOf(order({ to: 9 }))).toBe('definition.missing');
  });
});
