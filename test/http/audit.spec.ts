import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OperationLog, Sealer } from '#audit';
import { OBJECT_KINDS, OPERATION_ACTIONS, type AuditPage, type Problem } from '#contracts';
import { Database, everyTenant, newId } from '#platform';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { untilSettled } from '../harness/until-settled.js';
import { Office, type Person } from './office.js';

const OPERATOR = 'hz-hbj.operator';

let office: Office;
let auditor: Person;

beforeAll(async () => {
  office = await Office.open({ DATA_DIR: await mkdtemp(join(tmpdir(), 'kaoping-audit-page-')) });
  auditor = await office.person('hz-kpb.audit');
  await office.person(OPERATOR);
  await (await office.person()).signIn(OPERATOR, 'wrong');
  await (await office.person()).signIn('=HYPERLINK("http://evil.example")', 'wrong');
  await (await office.person(OPERATOR)).get('/api/mails');
});
afterAll(() => office.close());

const page = async (query: string): Promise<AuditPage> => (await auditor.get<AuditPage>(`/api/audit?${query}`)).body;

describe('the operation log', () => {
  test('is read newest first, with the names of those who acted and in which post', async () => {
    const { rows } = await page('action=access.refused');
    expect(rows).toMatchObject([
      {
        account: OPERATOR,
        name: { zh: '市环保局经办人' },
        outcome: 'refused',
        object: { kind: 'route', id: 'GET /api/mails' },
        address: '127.0.0.1',
        details: { code: 'permission.missing' },
      },
    ]);
    const all = (await page('limit=200')).rows.map(({ at }) => at);
    expect(all).toEqual(all.toSorted().reverse());
  });

  test.each([
    ['actor=HBJ.oper', ['access.refused', 'session.opened', 'session.refused', 'session.opened']],
    ['action=session.refused&actor=hyperlink', ['session.refused']],
    ['outcome=refused&object=route', ['access.refused']],
    ['object=GET%20%2Fapi%2Fmails', ['access.refused']],
    ['actor=%25', []],
    ['to=2020-01-01T00:00:00Z', []],
    ['from=2999-01-01T00:00:00%2B08:00', []],
  ])('keeps to what is asked: %s', async (query, actions) => {
    expect((await page(query)).rows.map(({ action }) => action)).toEqual(actions);
  });

  test('comes in pages, each entry once', async () => {
    const all = (await page('action=account.added&limit=200')).rows.map(({ entryId }) => entryId);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const part: AuditPage = await page(`action=account.added&limit=7${cursor && `&cursor=${cursor}`}`);
      seen.push(...part.rows.map(({ entryId }) => entryId));
      cursor = part.nextCursor;
    }
    expect(all.length).toBeGreaterThan(14);
    expect(seen.slice(0, all.length)).toEqual(all);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test.each(['from=yesterday', 'outcome=maybe', 'limit=0', 'tenant=x', 'actor=%00', 'cursor=abc'])(
    'refuses to be asked %s',
    async (query) => {
      const reply = await auditor.get<Problem>(`/api/audit?${query}`);
      expect([reply.status, reply.body.detail.zh]).toEqual([422, expect.any(String)]);
    },
  );

  test('shows nothing of another tenant, neither in pages nor in exports', async () => {
    const database = office.app.get(Database);
    const elsewhere = { tenantId: newId(), action: 'export.made', object: { kind: 'list', id: 'of-another-city' } };
    await everyTenant(() => office.app.get(OperationLog).note(database, elsewhere));
    expect((await page('object=of-another-city')).rows).toEqual([]);
    const { body } = await auditor.get<string>('/api/audit/export?object=of-another-city');
    expect(parse(body, { bom: true })).toHaveLength(1);
  });

  test('is exported as CSV in which no cell is a formula, and that is noted', async () => {
    const reply = await auditor.get<string>('/api/audit/export?action=session.refused');
    expect(reply.headers.get('content-disposition')).toBe('attachment; filename="operation-log.csv"');
    expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [header, newest, older, ...more]: string[][] = parse(reply.body, { bom: true });
    expect([header?.[0], header?.length, more]).toEqual(['时间 Time', 11, []]);
    expect(newest?.slice(1, 5)).toEqual([`'=hyperlink("http://evil.example")`, '', 'session.refused', 'refused']);
    expect(older?.[1]).toBe(OPERATOR);
    const [noted] = (await page('action=export.made')).rows;
    expect(noted).toMatchObject({ account: 'hz-kpb.audit', details: { action: 'session.refused' } });
  });

  test('is exported to whoever proved within ten minutes who they are', async () => {
    await office.asOwner(`update sessions set verified_at = now() - interval '11 minutes'`);
    const refused = await auditor.get<Problem>('/api/audit/export');
    expect([refused.status, refused.body.code, refused.headers.get('content-disposition')]).toEqual([
      403,
      'session.stale',
      null,
    ]);
    expect((await auditor.get('/api/audit')).status).toBe(200);
    await auditor.post('/api/session/renewal', { password: 'kaoping-2017' });
    expect((await auditor.get('/api/audit/export?action=session.refused')).status).toBe(200);
  });

  test('is exported whole, however long it is', async () => {
    const { tenantId } =
      (await office.asOwner<{ tenantId: string }>(`select tenant_id as "tenantId" from tenants`))[0] ?? {};
    await office.asOwner(
      `insert into operation_log (entry_id, tenant_id, action, outcome, at, details)
         select gen_random_uuid(), $1, 'setting.changed', 'done', now() - n * interval '1 second', jsonb_build_object('no', n) from generate_series(1, 5000) n`,
      [tenantId],
    );
    const { body } = await auditor.get<string>('/api/audit/export?action=setting.changed');
    const rows: string[][] = parse(body, { bom: true });
    expect(new Set(rows.slice(1).map((row) => row[10])).size).toBe(5000);
  });
});

test('the page says how far the audit trail is sealed, and whether it is as the last checkpoint says', async () => {
  expect((await page('limit=1')).chain).toEqual({ entries: 0, sealedAt: null, checkpoint: null });
  const sealer = office.app.get(Sealer);
  await everyTenant(() => untilSettled(office.app.get(Database)));
  await everyTenant(() => sealer.seal());
  const { chain } = await page('limit=1');
  expect(chain.entries).toBeGreaterThan(5000);
  expect(chain.checkpoint).toMatchObject({ seq: 5000, fits: true });
  await office.asOwner(`update audit_blocks set link = 'x' where last_seq = 5000`);
  expect((await page('limit=1')).chain.checkpoint).toMatchObject({ fits: false });
});

test.each(['zh', 'en'])(
  'the page has words for every action and kind of object, and none left over (%s)',
  async (language) => {
    const file = new URL(`../../../apps/inbox/src/i18n/${language}.json`, import.meta.url);
    const words = JSON.parse(await readFile(file, 'utf8')) as {
      audit: Record<'action' | 'kind', Record<string, string>>;
    };
    expect(Object.keys(words.audit.action).sort()).toEqual(
      OPERATION_ACTIONS.map((one) => one.replace('.', '-')).sort(),
    );
    expect(Object.keys(words.audit.kind).sort()).toEqual([...OBJECT_KINDS].sort());
  },
);
