import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AuditPage, DeliveryPage, Problem, WebhookList, WebhookSecret } from '#contracts';
import { Neighbour } from '../../security/neighbour.js';
import { ADMINISTRATOR, type SheetWork } from '../annual-target/sheet-work.js';
import { inquire } from '../inquiry.js';
import { Office, type Person } from '../office.js';
import type { Receiver } from './receiver.js';
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

describe('an address', () => {
  test.each([
    ['a host that nobody allows', 'https://receiver.example/hook', 'webhook.host'],
    ['the metadata of a cloud, though it is on the list', 'https://169.254.169.254/latest', 'webhook.address'],
    ['plain http to a name', 'http://localhost:PORT/', 'webhook.address'],
    ['a password', 'http://me:secret@127.0.0.1:PORT/', 'webhook.address'],
    ['a file', 'file:///etc/passwd', 'webhook.address'],
    ['what is none', 'receiver', 'webhook.address'],
  ])('is refused at the edge: %s', async (_, address, code) => {
    const { status, body } = await there.make({ address: address.replace('PORT', String(receiver.port)) });
    expect([status, body.code]).toEqual([422, code]);
    expect(body.errors).toMatchObject([{ pointer: '/address' }]);
    expect((await there.list()).rows).toEqual([]);
  });

  test('that leads to this machine by its name is not connected to', async () => {
    const { webhookId } = await there.made({
      address: `https://localhost:${receiver.port}/`,
      happenings: ['case.started'],
    });
    await inquire(office, '杭考函41号');
    await there.beat();
    expect(receiver.taken()).toEqual([]);
    const [one] = await there.deliveries(webhookId);
    expect(one).toMatchObject({ standing: 'waiting', answered: null });
    expect(one?.problem).toContain('leads out of reach');
  });

  test('is not left for another one that the receiver names', async () => {
    const { webhookId } = await there.made({ happenings: ['case.started'] });
    receiver.answer = { status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data/' } };
    await inquire(office, '杭考函42号');
    await there.beat();
    const [one] = await there.deliveries(webhookId);
    expect(one).toMatchObject({ standing: 'waiting', attempts: 1 });
    expect(one?.problem).toContain('sends elsewhere (302)');
  });

  test('cannot be given where nobody allows any', async () => {
    const off = await Office.open();
    const person = await off.person(ADMINISTRATOR);
    expect((await person.get<WebhookList>('/api/webhooks')).body).toEqual({ hosts: [], rows: [] });
    const { status, body } = await person.post<Problem>('/api/webhooks', there.order());
    expect([status, body.code]).toEqual([409, 'webhook.off']);
    await off.close();
    expect(JSON.stringify(body.detail)).toContain('WEBHOOK_HOSTS');
  });
});

describe('the order for a web hook', () => {
  test.each<[string, object]>([
    ['no name', { name: '  ' }],
    ['nothing to tell', { happenings: [] }],
    ['something unknown to tell', { happenings: ['case.read'] }],
    ['a field too many', { standing: 'active' }],
  ])('is refused with %s', async (_, more) => {
    expect((await there.make(more)).status).toBe(422);
  });

  test('is refused for a workflow that is none, and for one web hook too many', async () => {
    expect((await there.make({ workflow: 'nothing' })).body.code).toBe('definition.missing');
    for (let no = 0; no < 20; no += 1) await there.made();
    expect((await there.make()).body.code).toBe('webhook.many');
  });

  test('needs a proof of identity that is fresh, and leaves a trace', async () => {
    await office.query(`UPDATE sessions SET verified_at = verified_at - interval '1 hour'`);
    expect((await there.make()).body.code).toBe('session.stale');
    await administrator.post('/api/session/renewal', { password: 'kaoping-2017' });
    const { webhookId } = await there.made();
    await administrator.post(`/api/webhooks/${webhookId}/pause`, {});
    const auditor = await work.person('hz-kpb.audit');
    const { body } = await auditor.get<AuditPage>(`/api/audit?limit=200`);
    const noted = body.rows.filter(({ object }) => object?.id === webhookId);
    expect(noted.map(({ action, account }) => [action, account])).toEqual([
      ['webhook.paused', ADMINISTRATOR],
      ['webhook.added', ADMINISTRATOR],
    ]);
    expect(JSON.stringify(noted)).not.toContain('of-the-receiver');
  });
});

test('whoever may only read is not told the query of an address, which may hold a key', async () => {
  await there.made();
  const security = await work.person('hz-kpb.security');
  const [seen] = (await security.get<WebhookList>('/api/webhooks')).body.rows;
  expect(seen?.address).toBe(receiver.address.split('?')[0]);
  expect((await there.list()).rows[0]?.address).toBe(receiver.address);
  expect((await security.post<Problem>('/api/webhooks', there.order())).body.code).toBe('permission.missing');
});

test('two tenants never see each other’s', async () => {
  const { webhookId } = await there.made();
  const neighbour = await Neighbour.beside(office);
  const other = await neighbour.person(ADMINISTRATOR);
  expect((await other.get<WebhookList>('/api/webhooks')).body.rows).toEqual([]);
  for (const path of ['pause', 'resume', 'secret', 'test'])
    expect((await other.post(`/api/webhooks/${webhookId}/${path}`, {})).status).toBe(404);
  expect((await other.call('DELETE', `/api/webhooks/${webhookId}`)).status).toBe(404);
  expect((await other.get(`/api/webhooks/${webhookId}/deliveries`)).status).toBe(404);
  const theirs = await other.post<WebhookSecret>(
    '/api/webhooks',
    there.order({ address: `${receiver.address}&of=neighbour` }),
  );
  expect(theirs.status).toBe(201);
  await there.beat();
  receiver.taken();
  const mine = await inquire(office, '杭考函51号');
  await there.beat();
  const sent = receiver.taken();
  expect(types(sent)).toEqual(['case.started']);
  expect(sent[0]?.body.data['caseId']).toBe(mine);
  expect((await other.get<DeliveryPage>(`/api/webhooks/${theirs.body.webhookId}/deliveries`)).body.rows).toEqual([]);
});
