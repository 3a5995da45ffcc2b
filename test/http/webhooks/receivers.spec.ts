import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { WebhookSecret } from '#contracts';
import { CaseOperations, Engine, SYSTEM } from '#engine';
import { everyTenant, newId } from '#platform';
import { WEBHOOK_MESSAGE } from '#webhooks';
import { Webhook } from 'standardwebhooks';
import { HomeTenant } from '../../../apps/api/src/home-tenant.js';
import { Settings } from '../../../apps/api/src/settings.js';
import { OFFICER, type SheetWork } from '../annual-target/sheet-work.js';
import { inquire } from '../inquiry.js';
import type { Office, Person } from '../office.js';
import type { Receiver, Received } from './receiver.js';
import { types, WebhookOffice } from './webhook-office.js';

let there: WebhookOffice;
let receiver: Receiver;
let work: SheetWork;
let office: Office;
let administrator: Person;

beforeAll(async () => {
  there = await WebhookOffice.open();
  ({ receiver, work, office, administrator } = there);
});
afterAll(() => there.close());
beforeEach(() => there.clear());

/** A worker of the product, as a process of its own. */
function startWorker(): ChildProcess {
  const { databaseUrl, webhookHosts } = office.app.get(Settings).config;
  const main = new URL('../../../apps/api/src/main.js', import.meta.url).pathname;
  return spawn(process.execPath, [main], {
    env: {
      DATABASE_URL: databaseUrl,
      DATA_DIR: office.dataDir,
      ROLE: 'worker',
      PORT: '0',
      WEBHOOK_HOSTS: webhookHosts.join(),
    },
    stdio: 'ignore',
  });
}

/** They leave side by side, and so arrive in any order. */
const inOrder = (received: Received[]): Received[] =>
  received.toSorted((one, other) => one.body.type.localeCompare(other.body.type));

describe('a receiver', () => {
  test('is told what happens, and nothing of people and what they wrote', async () => {
    await there.made();
    const sheet = await work.sheet('hz-czj');
    await there.beat();
    const first = receiver.taken();
    await (await work.person(OFFICER)).answer(sheet.instanceId, 'send');
    await there.beat();
    const sent = inOrder(receiver.taken());
    expect(types(first)).toEqual([]);
    expect(types(sent)).toEqual(['case.stepped', 'task.opened']);
    const [stepped, opened] = sent;
    expect(stepped?.body).toEqual({
      type: 'case.stepped',
      timestamp: expect.stringMatching(/^2017-/) as unknown,
      data: {
        caseId: sheet.instanceId,
        workflow: 'annual-target',
        version: expect.any(Number) as unknown,
        unitId: (await work.unit('HZ-CZJ')).unitId,
        seq: 2,
        kind: 'step',
        event: 'send',
        from: ['allocated'],
        to: ['drafting'],
      },
    });
    expect(opened?.body.data).toMatchObject({ caseId: sheet.instanceId, state: 'drafting', post: 'unit.operator' });
    const operator = await sheet.operator();
    expect(opened?.body.data['taskId']).toBe((await operator.task(sheet.instanceId)).task.taskId);
  });

  test('is told of a case that starts, one that ends and one that is ended', async () => {
    await there.made({ workflow: 'inquiry' });
    const tenantId = await office.app.get(HomeTenant).id();
    const [one, other] = [await inquire(office, '杭考函21号'), await inquire(office, '杭考函22号')];
    await there.beat();
    expect(types(receiver.taken())).toEqual(['case.started', 'case.started']);
    await everyTenant(() =>
      office.app.get(Engine).run({
        tenantId,
        instanceId: one,
        plan: () => Promise.resolve({ event: 'replied', name: 'replied', kind: 'message', actor: SYSTEM }),
      }),
    );
    const key = { key: newId(), hash: '' };
    await everyTenant(() =>
      office.app.get(CaseOperations).cancel({ tenantId, instanceId: other, actor: SYSTEM, reason: '撤回', key }),
    );
    await there.beat();
    const ended = inOrder(receiver.taken());
    expect(types(ended)).toEqual(['case.ended', 'case.ended', 'case.stepped', 'case.stepped']);
    expect(ended.map(({ body }) => body.data).slice(0, 2)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ caseId: one, ending: 'done' }),
        expect.objectContaining({ caseId: other, ending: 'cancelled' }),
      ]),
    );
  });

  test('hears of a task that is overdue once, when it falls due', async () => {
    await there.made({ happenings: ['task.overdue'] });
    await (await work.sheet('linan')).to('drafting');
    await there.beat();
    expect(receiver.taken()).toEqual([]);
    await office.moveTo('2017-03-30T09:00:00+08:00');
    await there.beat();
    const late = receiver.taken();
    expect(new Set(types(late))).toEqual(new Set(['task.overdue']));
    expect(new Set(late.map(({ body }) => body.data['taskId'])).size).toBe(late.length);
    await office.moveTo('2017-03-31T09:00:00+08:00');
    await there.beat();
    expect(
      receiver.taken().filter(({ body }) => late.some((one) => one.body.data['taskId'] === body.data['taskId'])),
    ).toEqual([]);
  });

  test('knows by the signature who sent it and what, as the Standard Webhooks library reads it', async () => {
    const { secret, webhookId } = await there.made({ happenings: ['case.started'] });
    await inquire(office, '杭考函23号');
    await there.beat();
    const [one] = receiver.taken();
    const headers = one?.headers as Record<string, string>;
    expect(new Webhook(secret).verify(one?.text ?? '', headers)).toMatchObject({ type: 'case.started' });
    expect(() => new Webhook(secret).verify(`${one?.text ?? ''} `, headers)).toThrow(/signature/);
    const { body } = await administrator.post<WebhookSecret>(`/api/webhooks/${webhookId}/secret`, {});
    expect(body.secret).not.toBe(secret);
    await inquire(office, '杭考函24号');
    await there.beat();
    const [next] = receiver.taken();
    for (const known of [secret, body.secret ?? ''])
      expect(new Webhook(known).verify(next?.text ?? '', next?.headers as Record<string, string>)).toBeTruthy();
    await office.query(`UPDATE webhooks SET former_until = now()`);
    await inquire(office, '杭考函25号');
    await there.beat();
    const [last] = receiver.taken();
    expect(() => new Webhook(secret).verify(last?.text ?? '', last?.headers as Record<string, string>)).toThrow();
  });

  test('that fails is asked again under the same id, and then has it', async () => {
    const { webhookId } = await there.made({ happenings: ['case.started'] });
    receiver.answer = { status: 503, body: 'secret trouble' };
    await inquire(office, '杭考函26号');
    await there.beat();
    expect(await there.deliveries(webhookId)).toMatchObject([{ standing: 'waiting', attempts: 1, answered: 503 }]);
    receiver.answer = { status: 200 };
    await there.beat();
    expect(await there.deliveries(webhookId)).toMatchObject([
      { standing: 'delivered', attempts: 2, answered: 200, problem: null },
    ]);
    const ids = receiver.taken().map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(JSON.stringify(await there.deliveries(webhookId))).not.toContain('secret trouble');
  });

  test('is sent the same again, and nothing else, where the worker is killed before it notes the answer', async () => {
    const { webhookId } = await there.made({ happenings: ['case.started'] });
    const worker = startWorker();
    const ended = once(worker, 'exit');
    const taken = new Promise<void>((resolve) => {
      receiver.onReceived = async () => {
        receiver.onReceived = null;
        worker.kill('SIGKILL');
        await ended;
        resolve();
      };
    });
    await inquire(office, '杭考函27号');
    await taken;
    expect(await there.deliveries(webhookId)).toMatchObject([{ standing: 'waiting', attempts: 1, answered: null }]);
    // As it is once the lease of the dead one is over.
    await office.query(`UPDATE outbox SET lease_until = NULL WHERE kind = $1`, [WEBHOOK_MESSAGE]);
    await there.beat();
    await there.beat();
    const ids = receiver.taken().map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(await there.deliveries(webhookId)).toMatchObject([{ standing: 'delivered', attempts: 2 }]);
  });
});
