import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Problem } from '#contracts';
import { ADMINISTRATOR, DIRECTOR, OFFICER, SheetWork } from '../http/annual-target/sheet-work.js';
import { inquire, publishInquiry } from '../http/inquiry.js';
import type { Person, Reply } from '../http/office.js';

const NOWHERE = '01951111-1111-7111-8111-111111111111';
const PROPOSED = { do: 'add', account: 'hbj.x', name: '经办人', email: 'x@hz.example' };
const LISTED = { account: 'hbj.x', name: '经办人', email: 'x@hz.example', post: 'unit.operator', unitCode: 'HZ-HBJ' };
const HOOK = { name: '市数据平台', address: 'https://data.hz.example/', happenings: ['case.started'] };
const TIMES = { timeout: 120_000 };

interface Write {
  route: string;
  person: Person;
  path: string;
  /** What would be taken without the field too many. */
  body: Record<string, unknown>;
}

let work: SheetWork;
let writes: Write[];
let columns: string[];
let sent = 0;

beforeAll(async () => {
  work = await SheetWork.open();
  const sheet = await (await work.sheet('hz-hbj')).to('drafting');
  await publishInquiry(work.office);
  const inquiry = await inquire(work.office, '杭考函1号');
  const [operator, officer, director, administrator, security, nobody] = [
    await sheet.operator(),
    await work.person(OFFICER),
    await work.person(DIRECTOR),
    await work.person(ADMINISTRATOR),
    await work.person('hz-kpb.security'),
    await work.office.person(),
  ];
  const { task, revision } = await operator.task(sheet.instanceId);
  const row = await sheet.row();
  const rows = `/api/sheets/${sheet.sheetId}/rows`;
  const step = { reason: '检查', revision: 1 };
  const write = (route: string, person: Person, path: string, body: Record<string, unknown>): Write => {
    return { route, person, path, body };
  };
  const operate = (name: string, person: Person, more: object): Write =>
    write(`POST operations/${name}`, person, `/api/cases/${inquiry}/operations/${name}`, { ...step, ...more });
  writes = [
    write('POST session', nobody, '/api/session', { account: 'hz-kab.leader', password: 'wrong' }),
    write('POST setup', nobody, '/api/setup', {
      code: 'x',
      organisation: 'x',
      office: 'x',
      account: 'xx',
      email: 'a@b.example',
      password: 'x',
    }),
    write('POST comments', nobody, '/api/public/comments', { sheetId: sheet.sheetId, text: '建议公开监测数据。' }),
    write('PUT password', operator, '/api/sessions/password', { present: 'x', next: 'y' }),
    write('POST answer', operator, `/api/tasks/${task.taskId}/answer`, { outcome: 'submit', revision }),
    write('PUT draft', operator, `/api/tasks/${task.taskId}/draft`, { draftRevision: task.draftRevision, data: {} }),
    write('POST answers', operator, '/api/tasks/answers', {
      outcome: 'submit',
      tasks: [{ taskId: task.taskId, revision }],
    }),
    write('POST acts', officer, `/api/cases/${sheet.instanceId}/acts/urge`, { revision, opinion: '请抓紧。' }),
    write('POST sheets', operator, '/api/sheets', { year: 2017, unitId: NOWHERE }),
    write('PATCH row', operator, `${rows}/${row.rowId}`, { revision: row.revision, content: { weight: 50 } }),
    write('POST row', operator, rows, { content: { indicator: '检查' } }),
    write('PUT comment answer', officer, `/api/comments/${NOWHERE}/answer`, { adopted: true, text: '已采纳。' }),
    operate('cancel', director, {}),
    operate('suspend', director, {}),
    operate('resume', director, {}),
    operate('modify', administrator, { states: ['answered'] }),
    operate('restart', administrator, { seq: 1 }),
    operate('migrate', administrator, { version: 1 }),
    write('POST messages', administrator, '/api/messages', {
      workflow: 'inquiry',
      correlation: '杭考函1号',
      event: 'replied',
    }),
    write('POST give-up', administrator, `/api/incidents/timer/${NOWHERE}/give-up`, { reason: '检查' }),
    write('POST webhooks', administrator, '/api/webhooks', HOOK),
    write('PUT webhook', administrator, `/api/webhooks/${NOWHERE}`, HOOK),
    write('POST migrations', administrator, '/api/batches/migrations', {
      workflow: 'inquiry',
      from: 1,
      to: 2,
      reason: '检查',
    }),
    write('POST clock', administrator, '/api/clock', { by: 'day' }),
    write('POST code', nobody, '/api/session/code', { ticket: 'x', code: '000000' }),
    write('POST renewal', operator, '/api/session/renewal', { password: 'x' }),
    write('POST factor', operator, '/api/factor/confirmation', { code: '000000' }),
    write('POST lock', security, `/api/accounts/${NOWHERE}/lock`, { reason: '检查' }),
    write('POST proposals', administrator, '/api/proposals', { changes: [PROPOSED], reason: '检查' }),
    write('POST decision', security, `/api/proposals/${NOWHERE}/decision`, { verdict: 'approve' }),
    write('PUT people', administrator, '/api/organisation/people', { people: [LISTED], reason: '检查' }),
  ];
  const named = await work.office.asOwner<{ name: string }>(
    `SELECT DISTINCT a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1`,
  );
  columns = [...new Set(named.flatMap(({ name }) => [name, camel(name)]))];
}, TIMES.timeout);
afterAll(() => work.close());

const camel = (name: string): string => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The write that goes to this route. */
function named(route: string): Write {
  const write = writes.find((one) => one.route === route);
  if (!write) throw new Error(`nothing is written to ${route}`);
  return write;
}

function send({ route, person, path }: Write, body: unknown): Promise<Reply<Problem>> {
  // Each from an address of its own, for what an address may ask is counted.
  sent += 1;
  const address = `10.0.${Math.floor(sent / 250)}.${(sent % 250) + 1}`;
  return person.call(route.split(' ')[0] ?? '', path, body, { 'x-forwarded-for': address });
}

/** The pointers of a refusal; its status where it is none of what was sent. */
const refused = ({ status, body }: Reply<Problem>): string[] =>
  status === 422 ? (body.errors ?? []).map(({ pointer }) => pointer) : [String(status)];

describe('a field too many', () => {
  test(
    'is refused by name in every body that is written, be it any column of any table',
    async () => {
      expect(columns.length).toBeGreaterThan(200);
      const before = await everything();
      const found: string[] = [];
      for (const write of writes) {
        const extra = columns.filter((name) => !(name in write.body) && !OPTIONAL[write.route]?.includes(name));
        const names = new Set(
          refused(await send(write, { ...write.body, ...Object.fromEntries(extra.map((name) => [name, 1])) })),
        );
        for (const name of extra) if (!names.has(`/${name}`)) found.push(`${write.route}: ${name}`);
      }
      expect(found.slice(0, 20)).toEqual([]);
      expect(await everything()).toEqual(before);
    },
    TIMES.timeout,
  );

  test(
    'is refused alone, too, and in what lies deeper',
    async () => {
      const before = await everything();
      const found: string[] = [];
      for (const write of writes)
        for (const name of ['tenantId', 'accountId', 'post', 'isDisabled', 'status'])
          if (!refused(await send(write, { ...write.body, [name]: 'x' })).includes(`/${name}`))
            found.push(`${write.route}: ${name}`);
      const content = writes.filter(({ body }) => 'content' in body);
      for (const write of content)
        for (const name of ['locked', 'origin', 'returned', 'kpiNo', 'tenantId', 'rowId'])
          if (!refused(await send(write, { ...write.body, content: { [name]: 'x' } })).includes(`/content/${name}`))
            found.push(`${write.route}: content/${name}`);
      expect([content.length, found]).toEqual([2, []]);
      for (const [route, list] of [
        ['POST proposals', 'changes'],
        ['PUT people', 'people'],
      ] as const) {
        const { body, ...write } = named(route);
        const [whole] = body[list] as object[];
        for (const name of ['tenantId', 'isSample', 'passwordHash', 'proposalId', 'constructor'])
          expect(refused(await send({ ...write, body }, { ...body, [list]: [{ ...whole, [name]: 'x' }] }))).toEqual([
            `/${list}/0/${name}`,
          ]);
      }
      expect(await everything()).toEqual(before);
    },
    TIMES.timeout,
  );

  test(
    'makes no prototype: __proto__ is refused wherever it stands',
    async () => {
      const before = await everything();
      const statuses = new Set<number>();
      for (const write of writes) {
        const whole = JSON.stringify(write.body);
        for (const text of [
          `{"__proto__":{"post":"administrator"},${whole.slice(1)}`,
          `{"constructor":{"prototype":{"post":"x"}},${whole.slice(1)}`,
        ]) {
          const { status } = await send(write, text);
          statuses.add(status);
          expect([write.route, status === 400 || status === 422]).toEqual([write.route, true]);
        }
      }
      expect(({} as Record<string, unknown>)['post']).toBeUndefined();
      expect(await everything()).toEqual(before);
    },
    TIMES.timeout,
  );

  test(
    'is refused by name where every object has it: in bodies, in forms, as an outcome, an act or a message',
    async () => {
      const before = await everything();
      const found: string[] = [];
      const told = ({ status, body }: Reply<Problem>): string => `${status} ${body.code}`;
      const [answer, answers, act, message] = ['POST answer', 'POST answers', 'POST acts', 'POST messages'].map(
        named,
      ) as [Write, Write, Write, Write];
      for (const name of INHERITED) {
        for (const write of writes)
          if (!refused(await send(write, { ...write.body, [name]: 'x' })).includes(`/${name}`))
            found.push(`${write.route}: ${name}`);
        expect(refused(await send(message, { ...message.body, data: { [name]: 'x' } }))).toEqual([`/data/${name}`]);
        const unknown = [
          await send(answer, { ...answer.body, outcome: name }),
          await send({ ...act, path: act.path.replace('urge', name) }, act.body),
          await send(message, { ...message.body, event: name }),
          await send(message, { ...message.body, workflow: name }),
        ];
        const likeUnknown = [
          await send(answer, { ...answer.body, outcome: 'nothing' }),
          await send({ ...act, path: act.path.replace('urge', 'nothing') }, act.body),
          await send(message, { ...message.body, event: 'nothing' }),
          await send(message, { ...message.body, workflow: 'nothing' }),
        ];
        expect([name, unknown.map(told)]).toEqual([name, likeUnknown.map(told)]);
        const many = await send(answers, { ...answers.body, outcome: name });
        const none = await send(answers, { ...answers.body, outcome: 'nothing' });
        expect(JSON.stringify(many.body).replaceAll(name, '')).toBe(
          JSON.stringify(none.body).replaceAll('nothing', ''),
        );
      }
      expect(found).toEqual([]);
      expect(await everything()).toEqual(before);
    },
    TIMES.timeout,
  );

  test(
    'of the wrong kind is refused: a list for a value, a value for a list, a text for an object',
    async () => {
      const before = await everything();
      const found: string[] = [];
      for (const write of writes)
        for (const [name, value] of Object.entries(write.body))
          for (const wrong of [[value], [[]], { $ne: null }, true, null]) {
            const hasKind = typeof value === typeof wrong && Array.isArray(value) === Array.isArray(wrong);
            if (hasKind) continue;
            const reply = await send(write, { ...write.body, [name]: wrong });
            if (!refused(reply).some((pointer) => pointer.startsWith(`/${name}`)))
              found.push(`${write.route}: ${name}=${JSON.stringify(wrong)} ${reply.status}`);
          }
      expect(found.slice(0, 20)).toEqual([]);
      expect(await everything()).toEqual(before);
    },
    TIMES.timeout,
  );
});

/** Names that every object has, so that a careless look-up finds something. */
const INHERITED = ['constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];

/** Fields that a body may hold and that are named like a column. */
const OPTIONAL: Record<string, string[]> = {
  'POST comments': ['rowId'],
  'POST answer': ['opinion', 'data'],
  'POST answers': ['opinion'],
  'POST acts': ['opinion', 'data'],
  'POST decision': ['answer'],
  'PATCH row': ['class'],
  'POST row': ['class'],
  'POST messages': ['data'],
  'POST migrations': ['mapping'],
  'POST operations/migrate': ['mapping'],
  'POST webhooks': ['workflow'],
  'PUT webhook': ['workflow'],
};

/** How many rows each table has, and what their values are, but for what every refusal writes. */
async function everything(): Promise<unknown> {
  return work.office.asOwner(
    `SELECT 'tasks' AS t, count(*) AS n, md5(string_agg(t::text, '|' ORDER BY task_id)) AS print FROM tasks t
     UNION ALL SELECT 'instances', count(*), md5(string_agg(t::text, '|' ORDER BY instance_id)) FROM instances t
     UNION ALL SELECT 'rows', count(*), md5(string_agg(t::text, '|' ORDER BY row_id)) FROM target_rows t
     UNION ALL SELECT 'sheets', count(*), md5(string_agg(t::text, '|' ORDER BY sheet_id)) FROM target_sheets t
     UNION ALL SELECT 'accounts', count(*), md5(string_agg(t::text, '|' ORDER BY account_id)) FROM accounts t
     UNION ALL SELECT 'posts', count(*), md5(string_agg(t::text, '|' ORDER BY holding_id)) FROM post_holdings t
     UNION ALL SELECT 'journal', count(*), '' FROM journal
     UNION ALL SELECT 'webhooks', count(*), '' FROM webhooks
     UNION ALL SELECT 'batches', count(*), '' FROM batches
     UNION ALL SELECT 'comments', count(*), '' FROM public_comments`,
  );
}
