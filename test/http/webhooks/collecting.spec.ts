import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CaseOperations, SYSTEM } from '#engine';
import { everyTenant, newId } from '#platform';
import { WEBHOOK_MESSAGE, WebhookCollector } from '#webhooks';
import { migrate } from '../../../apps/api/src/database.js';
import { Heartbeat } from '../../../apps/api/src/heartbeat.js';
import { HomeTenant } from '../../../apps/api/src/home-tenant.js';
import { Settings } from '../../../apps/api/src/settings.js';
import { inquire } from '../inquiry.js';
import type { Office } from '../office.js';
import type { Receiver } from './receiver.js';
import { journalIsSettled, types, WebhookOffice } from './webhook-office.js';

let there: WebhookOffice;
let receiver: Receiver;
let office: Office;

beforeAll(async () => {
  there = await WebhookOffice.open();
  ({ receiver, office } = there);
});
afterAll(() => there.close());
beforeEach(() => there.clear());

const collect = (): Promise<number> => everyTenant(() => office.app.get(WebhookCollector).collect());

describe('what is told', () => {
  test('is found for one receiver while another one hangs', async () => {
    const { webhookId } = await there.made({ happenings: ['case.started'] });
    const [hanging, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    receiver.onReceived = () => {
      hanging.resolve();
      return released.promise;
    };
    const heart = office.app.get(Heartbeat);
    await inquire(office, '杭考函61号');
    await journalIsSettled(office);
    await heart.collectHappenings();
    await hanging.promise;
    await inquire(office, '杭考函62号');
    await journalIsSettled(office);
    await heart.collectHappenings();
    expect(await there.deliveries(webhookId)).toHaveLength(2);
    released.resolve();
    await heart.tellReceivers();
  });

  test('reaches the others where something is wrong with one, and that one later', async () => {
    const broken = await there.made({ happenings: ['case.started'] });
    await there.made({ happenings: ['case.started'], address: `${receiver.address}&of=other` });
    await office.asOwner(
      `CREATE FUNCTION refuse_it() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''broken''; END'`,
    );
    await office.asOwner(
      `CREATE TRIGGER refuse_it BEFORE INSERT ON webhook_deliveries FOR EACH ROW WHEN (NEW.webhook_id = '${broken.webhookId}') EXECUTE FUNCTION refuse_it()`,
    );
    await inquire(office, '杭考函63号');
    await there.beat();
    expect(types(receiver.taken())).toEqual(['case.started']);
    await office.asOwner(`DROP FUNCTION refuse_it CASCADE`);
    await there.beat();
    expect(types(receiver.taken())).toEqual(['case.started']);
  });

  test('is found though a web hook has much to pass over, and before it has done so', async () => {
    const tenantId = await office.app.get(HomeTenant).first();
    const first = await there.made({ happenings: ['case.ended'] });
    const second = await there.made({ happenings: ['case.started'] });
    let instanceId = '';
    for (let no = 0; no < 210; no += 1) instanceId = await inquire(office, `杭考函众${no}号`);
    const key = { key: newId(), hash: '' };
    await everyTenant(() =>
      office.app.get(CaseOperations).cancel({ tenantId, instanceId, actor: SYSTEM, reason: '撤回', key }),
    );
    // As if much else had happened since.
    await office.asOwner(`UPDATE webhooks SET told_xact = told_xact - 250000`);
    await journalIsSettled(office);
    await collect();
    const [row] = await office.query<{ isFair: boolean }>(
      `SELECT (SELECT min(made_at) FROM webhook_deliveries WHERE webhook_id = $1) > (SELECT min(made_at) FROM webhook_deliveries WHERE webhook_id = $2) AS "isFair"`,
      [first.webhookId, second.webhookId],
    );
    expect(row).toEqual({ isFair: true });
    expect(await there.deliveries(first.webhookId)).toMatchObject([{ happening: 'case.ended', instanceId }]);
  });

  test('is told after a dump was restored into another PostgreSQL, whose transactions are counted from the beginning', async () => {
    await there.made({ happenings: ['case.started'] });
    await office.asOwner(`UPDATE webhooks SET told_xact = told_xact + 5000000, first_xact = first_xact + 5000000`);
    await migrate(office.app.get(Settings).config.databaseUrl);
    const instanceId = await inquire(office, '杭考函64号');
    await there.beat();
    expect(receiver.taken().map(({ body }) => body.data['caseId'])).toEqual([instanceId]);
    const places = (): Promise<unknown> => office.query(`SELECT told_xact, first_xact FROM webhooks`);
    const before = await places();
    await migrate(office.app.get(Settings).config.databaseUrl);
    expect(await places()).toEqual(before);
  });

  test('costs no lock and no write where there is nothing', async () => {
    await there.made({ workflow: 'inquiry' });
    await inquire(office, '杭考函65号');
    await there.beat();
    const versions = (): Promise<unknown> =>
      office.query(`SELECT xmin::text, xmax::text FROM webhooks WHERE removed_at IS NULL`);
    const before = await versions();
    expect(await collect()).toBe(0);
    expect(await versions()).toEqual(before);
  });

  test('of many tasks that are due at one instant is each, once, a portion at a time, and not before a minute has passed', async () => {
    const instanceId = await inquire(office, '杭考函66号');
    await there.made({ happenings: ['task.overdue'], workflow: 'inquiry' });
    const due = office.now().getTime() + 3_600_000;
    await office.asOwner(
      `INSERT INTO tasks (task_id, tenant_id, instance_id, entry, workflow, version, state, name, desk, post, opened_at, due_at, provisional, status)
       SELECT gen_random_uuid(), tenant_id, instance_id, 1, 'inquiry', 1, 'sent', 'sent', 'none', 'office.officer', now(), $2, false, 'open'
       FROM instances, generate_series(1, 150) WHERE instance_id = $1`,
      [instanceId, new Date(due)],
    );
    await office.moveTo(new Date(due + 30_000).toISOString());
    await there.beat();
    expect(receiver.taken()).toEqual([]);
    await office.moveTo(new Date(due + 180_000).toISOString());
    expect(await collect()).toBe(100);
    for (let turn = 0; turn < 3; turn += 1) await there.beat();
    const told = receiver.taken().map(({ body }) => body.data['taskId']);
    expect(told).toHaveLength(150);
    expect(new Set(told).size).toBe(150);
    expect(await office.query(`SELECT FROM outbox WHERE kind = $1 AND status = 'ready'`, [WEBHOOK_MESSAGE])).toEqual(
      [],
    );
  });
});
