import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { IncidentPage, Problem, WebhookSecret } from '#contracts';
import { Engine, SYSTEM } from '#engine';
import { Database, everyTenant, newId } from '#platform';
import { HomeTenant } from '../../../apps/api/src/home-tenant.js';
import { inquire } from '../inquiry.js';
import type { Office, Person } from '../office.js';
import type { Receiver } from './receiver.js';
import { types, WebhookOffice } from './webhook-office.js';

let there: WebhookOffice;
let receiver: Receiver;
let office: Office;
let administrator: Person;

beforeAll(async () => {
  there = await WebhookOffice.open();
  ({ receiver, office, administrator } = there);
});
afterAll(() => there.close());
beforeEach(() => there.clear());

describe('a web hook', () => {
  test('is told of what is committed after it was made, and of nothing that was there before', async () => {
    await inquire(office, '杭考函28号');
    const [begun, decided] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const tenantId = await office.app.get(HomeTenant).id();
    const title = { zh: '商请函询', en: 'Inquiry' };
    const matter = { workflow: 'inquiry', title, unitId: null, recordId: null, subject: { letterNo: '杭考函29号' } };
    const underWay = everyTenant(() =>
      office.app.get(Database).transaction(async (sql) => {
        const command = { ...matter, tenantId, actor: SYSTEM, key: newId() };
        const [started] = await office.app.get(Engine).startMany([command], sql);
        begun.resolve();
        await decided.promise;
        return started?.instanceId;
      }),
    );
    await begun.promise;
    await inquire(office, '杭考函30号');
    await there.made({ happenings: ['case.started'] });
    decided.resolve();
    const instanceId = await underWay;
    await there.beat();
    expect(receiver.taken().map(({ body }) => body.data['caseId'])).toEqual([instanceId]);
  });

  test('whose receiver answers 410 is told nothing more, until it goes on where it stopped', async () => {
    const { webhookId } = await there.made({ happenings: ['case.started'] });
    receiver.answer = { status: 410 };
    await inquire(office, '杭考函31号');
    await there.beat();
    expect(await there.standing(webhookId)).toBe('gone');
    receiver.taken();
    await inquire(office, '杭考函32号');
    await there.beat();
    expect(receiver.taken()).toEqual([]);
    receiver.answer = { status: 204 };
    expect((await administrator.post(`/api/webhooks/${webhookId}/resume`, {})).status).toBe(200);
    await there.beat();
    await there.beat();
    expect(types(receiver.taken())).toEqual(['case.started', 'case.started']);
    expect(await there.standing(webhookId)).toBe('active');
  });

  test('whose receiver answers a test with 410 is told nothing more, and the test is seen to fail', async () => {
    const { webhookId } = await there.made({ happenings: ['case.started'] });
    receiver.answer = { status: 410 };
    await administrator.post(`/api/webhooks/${webhookId}/test`, {});
    await there.beat();
    expect(await there.standing(webhookId)).toBe('gone');
    expect(await there.deliveries(webhookId)).toMatchObject([{ attempts: 1, answered: 410 }]);
    for (let turn = 0; turn < 12; turn += 1) await there.beat();
    expect(receiver.taken()).toHaveLength(10);
    expect(await there.deliveries(webhookId)).toMatchObject([{ standing: 'failed' }]);
  });

  test('that took nothing through all attempts stops; the message is an incident that can be tried again', async () => {
    const { webhookId } = await there.made({ happenings: ['case.started'] });
    receiver.answer = { status: 500 };
    await inquire(office, '杭考函33号');
    for (let turn = 0; turn < 12; turn += 1) await there.beat();
    expect(receiver.taken()).toHaveLength(10);
    expect(await there.standing(webhookId)).toBe('silent');
    expect(await there.deliveries(webhookId)).toMatchObject([{ standing: 'failed', attempts: 10, answered: 500 }]);
    const { body } = await administrator.get<IncidentPage>('/api/incidents');
    const incident = body.rows.find(({ kind }) => kind === 'outbox');
    expect(incident).toMatchObject({ name: { zh: '网络回调', en: 'Web hook' }, attempts: 10 });
    receiver.answer = { status: 204 };
    await administrator.post(`/api/webhooks/${webhookId}/resume`, {});
    await administrator.post(`/api/incidents/outbox/${incident?.id ?? ''}/retry`, {});
    await there.beat();
    expect(await there.deliveries(webhookId)).toMatchObject([{ standing: 'delivered' }]);
  });

  test('that is paused misses nothing, and is sent a test all the same', async () => {
    const { webhookId } = await there.made({ happenings: ['case.started'] });
    await administrator.post(`/api/webhooks/${webhookId}/pause`, {});
    await inquire(office, '杭考函34号');
    await administrator.post(`/api/webhooks/${webhookId}/test`, {});
    await there.beat();
    expect(types(receiver.taken())).toEqual(['webhook.test']);
    await administrator.post(`/api/webhooks/${webhookId}/resume`, {});
    await there.beat();
    expect(types(receiver.taken())).toEqual(['case.started']);
  });

  test('whose receiver fails has one message try again, and the others lose no attempt', async () => {
    const { webhookId } = await there.made({ happenings: ['case.started'] });
    receiver.answer = { status: 503 };
    for (let no = 0; no < 8; no += 1) await inquire(office, `杭考函试${no}号`);
    for (let turn = 0; turn < 3; turn += 1) {
      await there.beat();
      // As half a minute later.
      await office.query(`UPDATE webhooks SET failing_until = now()`);
    }
    const attempts = (await there.deliveries(webhookId)).map((delivery) => delivery.attempts);
    expect(attempts.toSorted((one, other) => one - other)).toEqual([0, 0, 0, 0, 0, 0, 0, 3]);
  });

  test('whose receiver is not to be told wakes its messages seldom, and at once when it goes on', async () => {
    const { webhookId } = await there.made({ happenings: ['case.started'] });
    receiver.answer = { status: 410 };
    await inquire(office, '杭考函37号');
    await there.beat();
    const isSeldom = (): Promise<unknown> =>
      office.query(`SELECT run_at > now() + interval '10 minutes' AS "isSeldom" FROM outbox WHERE kind = 'webhook'`);
    expect(await isSeldom()).toEqual([{ isSeldom: true }]);
    await administrator.post(`/api/webhooks/${webhookId}/resume`, {});
    expect(await isSeldom()).toEqual([{ isSeldom: false }]);
  });

  test('shows for thirty days what was delivered', async () => {
    const { webhookId } = await there.made({ happenings: ['case.started'] });
    for (const no of [38, 39, 40]) await inquire(office, `杭考函${no}号`);
    await there.beat();
    const [young, old] = await there.deliveries(webhookId);
    const age = async (messageId: string, status: string): Promise<void> => {
      await office.query(`UPDATE outbox SET sent_at = now() - interval '31 days', status = $2 WHERE message_id = $1`, [
        messageId,
        status,
      ]);
      await office.query(`UPDATE webhook_deliveries SET made_at = now() - interval '31 days' WHERE message_id = $1`, [
        messageId,
      ]);
    };
    await age(young?.messageId ?? '', 'sent');
    await age(old?.messageId ?? '', 'dead');
    expect(await there.tidyUp()).toBe(1);
    const left = (await there.deliveries(webhookId)).map(({ messageId }) => messageId);
    expect(left).toHaveLength(2);
    expect(left).not.toContain(young?.messageId);
  });

  test('tells its new address of what it is to tell now', async () => {
    const { webhookId } = await there.made({ happenings: ['case.ended'], workflow: 'inquiry' });
    const path = `/api/webhooks/${webhookId}`;
    const change = there.order({
      name: '新名称',
      happenings: ['case.started'],
      address: `http://127.0.0.1:${receiver.port}/new`,
    });
    expect((await administrator.call('PUT', path, change)).status).toBe(204);
    await inquire(office, '杭考函35号');
    await there.beat();
    expect(types(receiver.taken())).toEqual(['case.started']);
    expect((await there.list()).rows).toMatchObject([change]);
    expect((await administrator.call('PUT', `/api/webhooks/${newId()}`, change)).status).toBe(404);
  });

  test('that is removed is gone with what waits', async () => {
    const { webhookId } = await there.made({ happenings: ['case.started'] });
    receiver.answer = { status: 500 };
    await inquire(office, '杭考函36号');
    await there.beat();
    expect((await administrator.call('DELETE', `/api/webhooks/${webhookId}`)).status).toBe(204);
    receiver.taken();
    await there.beat();
    expect(receiver.taken()).toEqual([]);
    expect((await there.list()).rows).toEqual([]);
    expect(await office.query(`SELECT octet_length(sealed_secret) AS bytes FROM webhooks`)).toEqual([{ bytes: 0 }]);
    expect((await administrator.call('DELETE', `/api/webhooks/${webhookId}`)).status).toBe(404);
    expect(await there.tidyUp()).toBe(1);
    expect(await office.query(`SELECT FROM outbox WHERE kind = 'webhook'`)).toEqual([]);
    expect(await office.query(`SELECT FROM webhooks`)).toEqual([]);
    for (const act of ['pause', 'resume', 'secret', 'test'])
      expect((await administrator.post<Problem>(`/api/webhooks/${webhookId}/${act}`, {})).body.code).toBe(
        'webhook.missing',
      );
    expect((await administrator.get(`/api/webhooks/${webhookId}/deliveries`)).status).toBe(404);
  });

  test('shows its secret once, and the database does not tell it', async () => {
    const headers = { 'idempotency-key': newId() };
    const first = await administrator.post<WebhookSecret>('/api/webhooks', there.order(), headers);
    const again = await administrator.post<WebhookSecret>('/api/webhooks', there.order(), headers);
    expect(again.body).toEqual({ webhookId: first.body.webhookId, secret: null });
    const secret = Buffer.from((first.body.secret ?? '').replace('whsec_', ''), 'base64');
    expect(secret).toHaveLength(32);
    const [row] = await office.query<{ sealed_secret: Buffer; answers: string }>(
      `SELECT sealed_secret, (SELECT string_agg(answer::text, '') FROM commands) AS answers FROM webhooks`,
    );
    expect(row?.sealed_secret.includes(secret)).toBe(false);
    expect(row?.answers).not.toContain('whsec_');
  });

  test('has no more than a hundred messages wait; the rest follows from the journal', async () => {
    await there.made({ happenings: ['case.started'] });
    receiver.answer = { status: 503 };
    for (let no = 0; no < 230; no += 1) await inquire(office, `杭考函批${no}号`);
    await there.beat();
    const [{ waiting } = { waiting: 0 }] = await office.query<{ waiting: number }>(
      `SELECT count(*)::integer AS waiting FROM outbox WHERE kind = 'webhook' AND status = 'ready'`,
    );
    expect(waiting).toBe(100);
    // While one message fails, the others do not ask in vain.
    expect(receiver.taken().length).toBeLessThan(20);
    receiver.answer = { status: 204 };
    for (let turn = 0; turn < 6; turn += 1) await there.beat();
    expect(new Set(receiver.taken().map(({ body }) => body.data['caseId'])).size).toBe(230);
  });
});
