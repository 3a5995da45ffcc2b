import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { AccountPage, CasePage, Problem, WebhookSecret } from '#contracts';
import {
  ADMINISTRATOR,
  DIRECTOR,
  MAYOR,
  OFFICER,
  SheetWork,
  type TravellingSheet,
} from '../http/annual-target/sheet-work.js';
import { breakDeadline, inquire, orderInquiries, publishInquiry } from '../http/inquiry.js';
import { Office, type Person, type Reply } from '../http/office.js';
import { Kin } from './kin.js';
import { Neighbour } from './neighbour.js';
import { ROUTES } from './routes.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LISTS = [
  '/api/inbox?limit=20&tab=todo',
  '/api/inbox?limit=20&tab=done',
  '/api/cases?workflow=annual-target&limit=20',
  '/api/cases?workflow=opinion-rectification&limit=20',
  '/api/targets',
  '/api/units?q=HZ-H',
  '/api/sessions',
  '/api/session',
  '/api/mails?limit=20',
  '/api/incidents?limit=20',
  '/api/batches?limit=20',
  '/api/webhooks',
  '/api/public/sheets?tenant=hangzhou',
  '/api/accounts?limit=20',
  '/api/proposals?limit=20',
];

const HOOK = { name: '市数据平台', address: 'https://data.hz.example/', happenings: ['case.started'] };

const SECURITY = 'hz-kpb.security';

let work: SheetWork;
let neighbour: Neighbour;
let kin: Kin;
type Ids = Map<string, Set<string>>;
/** The ids of the first city by the kind of thing, as its answers name them. */
const ids: Ids = new Map();
/** Those of one unit’s unpublished sheet, of its case and of its task. */
const own: Ids = new Map();
const cursors = new Map<string, string>();

beforeAll(async () => {
  work = await SheetWork.open(await Office.open({ WEBHOOK_HOSTS: new URL(HOOK.address).host }));
  const sheet = await (await work.sheet('hz-hbj')).to('publicComment');
  await (
    await work.office.person()
  ).post('/api/public/comments', { sheetId: sheet.sheetId, text: '建议公开监测数据。' });
  await (await work.sheet('hz-czj')).to('drafting');
  await publishInquiry(work.office);
  await breakDeadline(work.office, await inquire(work.office, '杭考函1号'));
  await orderInquiries(work.office, 2, 1);
  await propose();
  await tellAnother();
  neighbour = await Neighbour.beside(work.office);
  kin = await Kin.of(work.office, neighbour);
  for (const account of [OFFICER, DIRECTOR, MAYOR, ADMINISTRATOR, 'hz-hbj.operator', 'hz-czj.operator'])
    await collect(await work.person(account));
  await collectOwn(await work.sheet('hz-czj'));
}, 120_000);
afterAll(() => work.close());

describe('every id that the first city shows', () => {
  test('is many, of every kind that an address or a body takes', () => {
    for (const kind of [
      'instanceId',
      'sheetId',
      'rowId',
      'taskId',
      'commentId',
      'sessionId',
      'batchId',
      'id',
      'unitId',
      'accountId',
      'holdingId',
      'proposalId',
      'webhookId',
      'messageId',
    ])
      expect([kind, (ids.get(kind)?.size ?? 0) > 0]).toEqual([kind, true]);
    expect([...ids.values()].reduce((sum, kind) => sum + kind.size, 0)).toBeGreaterThan(200);
  });

  test.each([
    ['officer', OFFICER],
    ['director', DIRECTOR],
    ['administrator', ADMINISTRATOR],
    ['security administrator', SECURITY],
    ['operator', 'hz-hbj.operator'],
  ])(
    'is to the other city’s %s as one that does not exist, and nothing is changed by it',
    async (_, account) => {
      const stranger = await neighbour.person(account);
      const before = await everything();
      const found: string[] = [];
      for (const route of Object.keys(ROUTES).filter((one) => one.includes('Id}') || one.includes('{id}')))
        found.push(...(await tell(stranger, route, ids)));
      for (const attempt of inBodies(ids)) found.push(...(await same(stranger, attempt)));
      expect(found.slice(0, 20).join('\n')).toBe('');
      expect(await everything()).toEqual(before);
    },
    120_000,
  );

  test.each([
    ['child', 'office.director'],
    ['child', 'leadership'],
    ['child', 'administrator'],
    ['above', 'office.officer'],
    ['above', 'administrator'],
  ] as const)(
    'is to the %s tenant’s %s as one that does not exist, and nothing is changed by it',
    async (where, post) => {
      const stranger = await kin.person(where, post);
      const before = await everything();
      const found: string[] = [];
      for (const route of Object.keys(ROUTES).filter((one) => one.includes('Id}') || one.includes('{id}')))
        found.push(...(await tell(stranger, route, ids)));
      for (const attempt of inBodies(ids)) found.push(...(await same(stranger, attempt)));
      expect(found.slice(0, 20).join('\n')).toBe('');
      expect(await everything()).toEqual(before);
    },
    120_000,
  );

  test.each(['office.director', 'leadership'] as const)(
    'is to the %s of the tenant above one to be read where it is a matter, and else as one that does not exist; nothing is changed by it',
    async (post) => {
      const above = await kin.person('above', post);
      const before = await everything();
      const found: string[] = [];
      const matters = ['GET /api/cases/', 'GET /api/sheets/'];
      for (const route of Object.keys(ROUTES).filter((one) => one.includes('Id}') || one.includes('{id}')))
        if (!matters.some((begin) => route.startsWith(begin))) found.push(...(await tell(above, route, ids)));
      for (const attempt of inBodies(ids).filter(({ method }) => method !== 'GET'))
        found.push(...(await same(above, attempt)));
      expect(found.slice(0, 20).join('\n')).toBe('');
      const [instanceId] = ids.get('instanceId') ?? [];
      expect((await above.get(`/api/cases/${instanceId ?? ''}`)).status).toBe(200);
      expect(await everything()).toEqual(before);
    },
    120_000,
  );

  test('is in no answer to the other city’s people', async () => {
    const known = new Set([...ids.entries()].flatMap(([kind, some]) => (kind === 'public' ? [] : [...some])));
    const strangers = [OFFICER, ADMINISTRATOR, SECURITY, 'hz-hbj.operator'].map(
      async (account) => [account, await neighbour.person(account)] as const,
    );
    const below = (['office.director', 'leadership', 'administrator'] as const).map(
      async (post) => [`child ${post}`, await kin.person('child', post)] as const,
    );
    for (const [account, stranger] of await Promise.all([...strangers, ...below])) {
      for (const path of LISTS.filter((one) => !one.includes('public'))) {
        const told = JSON.stringify((await stranger.get(path)).body).match(
          /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g,
        );
        expect([account, path, (told ?? []).filter((id) => known.has(id))]).toEqual([account, path, []]);
      }
    }
  });

  test('leads nowhere by a cursor of the first city', async () => {
    const known = new Set([...ids.values()].flatMap((some) => [...some]));
    for (const [path, cursor] of cursors) {
      const stranger = await neighbour.person(path.startsWith('/api/mails') ? ADMINISTRATOR : OFFICER);
      const told = JSON.stringify((await stranger.get(`${path}&cursor=${encodeURIComponent(cursor)}`)).body);
      expect([path, [...known].filter((id) => told.includes(id))]).toEqual([path, []]);
    }
    expect(cursors.size).toBeGreaterThan(0);
  });
});

describe('every id of one unit’s unpublished sheet', () => {
  test.each(['hz-kw.operator', 'hz-kw.leader'])(
    'is to %s as one that does not exist, and nothing is changed by it',
    async (account) => {
      for (const kind of ['instanceId', 'sheetId', 'rowId', 'taskId'])
        expect([kind, (own.get(kind)?.size ?? 0) > 0]).toEqual([kind, true]);
      const stranger = await work.person(account);
      const before = await everything();
      const found: string[] = [];
      for (const route of Object.keys(ROUTES).filter((one) => one.includes('Id}')))
        found.push(...(await tell(stranger, route, own)));
      for (const attempt of inBodies(own)) found.push(...(await same(stranger, attempt)));
      expect(found.slice(0, 20).join('\n')).toBe('');
      expect(await everything()).toEqual(before);
    },
    120_000,
  );
});

/** Asks a route with every id of the kinds that its address takes, and with one that does not exist. */
async function tell(person: Person, route: string, ids: Ids): Promise<string[]> {
  const [method = '', path = ''] = route.split(' ');
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const found: string[] = [];
  for (const name of names.filter((one) => /id$/i.test(one))) {
    for (const id of [...(ids.get(name) ?? [])].slice(0, 12)) {
      const address = (of: string): string =>
        path
          .replace(`{${name}}`, of)
          .replace('{kind}', 'timer')
          .replace('{event}', 'urge')
          .replaceAll(/\{(\w+)\}/g, (_, other: string) => [...(ids.get(other) ?? [])][0] ?? '');
      found.push(...(await same(person, { method, path: address, id, body: bodyOf(route) })));
    }
  }
  return found;
}

interface Attempt {
  method: string;
  path: (id: string) => string;
  id: string;
  body: ((id: string) => unknown) | undefined;
}

/** What differs between the answer for an id and that for one that does not exist; or that was carried out. */
async function same(person: Person, { method, path, id, body }: Attempt): Promise<string[]> {
  const ask = (of: string): Promise<Reply<Problem>> =>
    person.call(method, path(of), body?.(of), { 'idempotency-key': randomUUID() });
  const nowhere = newLike(id);
  const [there, not] = [await ask(id), await ask(nowhere)];
  const of = (reply: Reply<Problem>, asked: string): string =>
    JSON.stringify({ ...reply.body, correlationId: '' }).replaceAll(asked, 'ID');
  const isAlike = there.status === not.status && of(there, id) === of(not, nowhere);
  const isDone = there.status < 300 && !JSON.stringify(there.body).includes('"done":false') && method !== 'GET';
  return isAlike && !isDone && there.status < 500
    ? []
    : [`${method} ${path(id)} | ${there.status} ${there.body.code} | nowhere: ${not.status} ${not.body.code}`];
}

const newLike = (id: string): string => `${id.slice(0, 9)}ffff-7fff-8fff-ffffffffffff`;

const BODIES: Record<string, unknown> = {
  'POST /api/tasks/{taskId}/answer': { outcome: 'send', revision: 1 },
  'PUT /api/tasks/{taskId}/draft': { draftRevision: 0, data: {} },
  'POST /api/cases/{instanceId}/acts/{event}': { revision: 1 },
  'PATCH /api/sheets/{sheetId}/rows/{rowId}': { revision: 1, content: { weight: 50 } },
  'POST /api/sheets/{sheetId}/rows': { content: { indicator: '检查' } },
  'PUT /api/comments/{commentId}/answer': { adopted: true, text: '已采纳。' },
  'POST /api/incidents/{kind}/{id}/give-up': { reason: '检查' },
  'PUT /api/webhooks/{webhookId}': HOOK,
  'POST /api/accounts/{accountId}/lock': { reason: '检查' },
  'POST /api/proposals/{proposalId}/decision': { verdict: 'approve' },
};

function bodyOf(route: string): ((id: string) => unknown) | undefined {
  if (route.startsWith('GET') || route.startsWith('DELETE')) return undefined;
  const more = route.includes('/operations/modify')
    ? { states: ['drafting'] }
    : route.includes('/operations/restart')
      ? { seq: 1 }
      : route.includes('/operations/migrate')
        ? { version: 1 }
        : {};
  return () => BODIES[route] ?? (route.includes('/operations/') ? { reason: '检查', revision: 1, ...more } : {});
}

/** The bodies and queries that take an id. */
function inBodies(ids: Ids): Attempt[] {
  const each = (kind: string, method: string, path: string, body: (id: string) => unknown): Attempt[] =>
    [...(ids.get(kind) ?? [])].slice(0, 12).map((id) => ({ method, path: () => path, id, body }));
  const asked = (kind: string, path: string): Attempt[] =>
    [...(ids.get(kind) ?? [])]
      .slice(0, 12)
      .map((one) => ({ method: 'GET', path: (id) => path + id, id: one, body: undefined }));
  return [
    ...each('taskId', 'POST', '/api/tasks/answers', (taskId) => ({
      outcome: 'send',
      tasks: [{ taskId, revision: 1 }],
    })),
    ...each('unitId', 'POST', '/api/sheets', (unitId) => ({ year: 2017, unitId })),
    ...each('unitId', 'POST', '/api/proposals', (unitId) => ({
      changes: [{ do: 'grant', account: 'hz-hbj.leader', post: 'unit.operator', unitId }],
      reason: '检查',
    })),
    ...each('holdingId', 'POST', '/api/proposals', (holdingId) => ({
      changes: [{ do: 'end', holdingId }],
      reason: '检查',
    })),
    ...asked('unitId', '/api/cases?workflow=annual-target&unit='),
    ...asked('unitId', '/api/accounts?unit='),
    ...asked('unitId', '/api/rights?unit='),
    ...asked('accountId', '/api/rights?account='),
    ...asked('instanceId', '/api/rights?case='),
  ];
}

/** Leaves a proposal open, and reads an account, so that there are ids of proposals and holdings. */
async function propose(): Promise<void> {
  const system = await work.person(ADMINISTRATOR);
  const changes = [{ do: 'add', account: 'hbj.two', name: '市环保局经办人二', email: 'two@hz.example' }];
  await system.post('/api/proposals', { changes, reason: '人员调整' });
  const { body } = await system.get<AccountPage>('/api/accounts?q=hz-&limit=3');
  for (const { accountId } of body.rows) keep((await system.get(`/api/accounts/${accountId}`)).body, '');
}

/** Makes a web hook and sends it a test, so that there are ids of both. */
async function tellAnother(): Promise<void> {
  const system = await work.person(ADMINISTRATOR);
  const { body } = await system.post<WebhookSecret>('/api/webhooks', HOOK);
  await system.post(`/api/webhooks/${body.webhookId}/test`, {});
  keep((await system.get(`/api/webhooks/${body.webhookId}/deliveries`)).body, '');
}

/** Reads whatever the person can, and keeps every id and cursor with the name under which it came. */
async function collect(person: Person): Promise<void> {
  for (const path of LISTS) keep((await person.get(path)).body, path);
  for (const workflow of ['annual-target', 'opinion-rectification']) {
    const { body } = await person.get<CasePage>(`/api/cases?workflow=${workflow}&limit=6`);
    for (const { instanceId } of body.rows) {
      const { recordId, workflow: kind } = await person.case(instanceId);
      for (const part of ['', '/history', '/changes'])
        keep((await person.get(`/api/cases/${instanceId}${part}`)).body, '');
      if (kind === 'annual-target') keep((await person.get(`/api/sheets/${recordId ?? ''}`)).body, '');
    }
  }
}

async function collectOwn(sheet: TravellingSheet): Promise<void> {
  const view = await sheet.view();
  keep({ instanceId: sheet.instanceId, sheetId: sheet.sheetId }, '', '', own);
  keep(
    view.rows.map(({ rowId }) => ({ rowId })),
    '',
    '',
    own,
  );
  keep(
    (await sheet.case()).openTasks.map(({ taskId }) => ({ taskId })),
    '',
    '',
    own,
  );
}

function keep(value: unknown, path: string, name = '', to: Ids = ids): void {
  if (typeof value === 'string') {
    if (UUID.test(value)) to.set(name, (to.get(name) ?? new Set()).add(value));
    if (name === 'nextCursor' && path) cursors.set(path, value);
  } else if (Array.isArray(value)) for (const one of value) keep(one, path, name, to);
  else if (value !== null && typeof value === 'object')
    for (const [key, one] of Object.entries(value)) keep(one, path, key, to);
}

/** A fingerprint of every table but those that every request writes: who was seen, what was refused, and what it spent of its allowance. */
async function everything(): Promise<Record<string, string>> {
  const tables = await work.office.asOwner<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname NOT IN ('sessions', 'operation_log', 'commands', 'throttle_buckets') ORDER BY 1`,
  );
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await work.office.asOwner<{ print: string }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS print FROM ${name} t`,
    );
    prints[name] = row?.print ?? '';
  }
  return prints;
}
