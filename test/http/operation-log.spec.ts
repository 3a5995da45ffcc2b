import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OwnSessionView } from '#contracts';
import { Accounts, hashPassword } from '#organisation';
import { Clock, Database } from '#platform';
import { HomeTenant } from '../../apps/api/src/home-tenant.js';
import { WorkflowPublisher } from '../../apps/api/src/workflow-publisher.js';
import { inquire, publishInquiry } from './inquiry.js';
import { Office } from './office.js';

const ADMINISTRATOR = 'hz-kpb.admin';
const OPERATOR = 'hz-hbj.operator';

interface Noted {
  account: string | null;
  isKnown: boolean;
  post: string | null;
  action: string;
  outcome: string;
  object: string | null;
  address: string | null;
  correlationId: string | null;
  details: Record<string, unknown>;
}

let office: Office;
let database: Database;

beforeAll(async () => {
  office = await Office.open();
  database = office.app.get(Database);
});
afterAll(() => office.close());

/** What the log holds since `work` began, in its order. */
async function notedBy(work: () => Promise<unknown>): Promise<Noted[]> {
  const before = await database.query<{ id: string }>(`select entry_id as id from operation_log`);
  await work();
  return database.query(
    `select actor as account, actor_id is not null as "isKnown", actor_post as post, action, outcome, object_kind as object, address,
            correlation_id as "correlationId", details
       from operation_log where entry_id <> all ($1) order by entry_id`,
    [before.map(({ id }) => id)],
  );
}

describe('the operation log holds', () => {
  test('who signed in, from where, and out again', async () => {
    const noted = await notedBy(async () => {
      const person = await office.person(OPERATOR);
      await person.call('DELETE', '/api/session');
    });
    expect(noted).toMatchObject([
      { action: 'session.opened', outcome: 'done', account: OPERATOR, isKnown: true, address: '127.0.0.1' },
      { action: 'session.ended', outcome: 'done', account: OPERATOR, isKnown: true, object: 'session' },
    ]);
    expect(noted[0]?.correlationId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('who was not let in, under the name that was typed, and never the password', async () => {
    const noted = await notedBy(async () => {
      const person = await office.person();
      await person.signIn('Nobody.Known', 'hunter2-hunter2');
      await person.signIn(OPERATOR, 'hunter2-hunter2');
    });
    expect(noted).toMatchObject([
      { action: 'session.refused', outcome: 'refused', account: 'nobody.known', isKnown: false },
      { action: 'session.refused', outcome: 'refused', account: OPERATOR, isKnown: true },
    ]);
    expect(JSON.stringify(noted)).not.toContain('hunter2');
  });

  test('that an account is locked, once a minute however often it is tried', async () => {
    const noted = await notedBy(async () => {
      const person = await office.person();
      for (let times = 0; times < 15; times += 1) await person.signIn('hz-kpb.officer2', `wrong-${times}`);
    });
    expect(noted.filter(({ details }) => details['code'] === 'session.refused')).toHaveLength(5);
    expect(noted.filter(({ details }) => details['code'] === 'session.locked')).toHaveLength(1);
  });

  test('which sessions somebody ended elsewhere, and that a password was changed or tried', async () => {
    const tenantId = await office.app.get(HomeTenant).id();
    const account = 'office.newcomer';
    const passwordHash = await hashPassword('First-1st-word');
    const newcomer = { account, name: { zh: '新任经办人', en: 'Newcomer' }, email: 'n@hangzhou.example', passwordHash };
    const posts = [{ post: 'office.officer' as const, unitCode: 'HZ-KPB' }];
    const added = await notedBy(() =>
      database.transaction((sql) =>
        office.app
          .get(Accounts)
          .add(sql, tenantId, [{ ...newcomer, locale: 'zh', posts }], office.app.get(Clock).now()),
      ),
    );
    expect(added).toMatchObject([
      { action: 'account.added', account: null, details: { account, posts: [{ post: 'office.officer' }] } },
    ]);
    const [here, there] = [await office.person(), await office.person()];
    await here.signIn(account, 'First-1st-word');
    await there.signIn(account, 'First-1st-word');
    const change = (present: string) =>
      here.call('PUT', '/api/sessions/password', { present, next: 'Second-2nd-word' });
    const noted = await notedBy(async () => {
      await change('not-the-password');
      await change('First-1st-word');
    });
    expect(noted).toMatchObject([
      { action: 'password.changed', outcome: 'refused', account, post: 'office.officer' },
      { action: 'password.changed', outcome: 'done', account, post: 'office.officer' },
      { action: 'session.ended', outcome: 'done', account },
    ]);
    expect(JSON.stringify(noted)).not.toMatch(/-word|argon2/);
    const { body } = await here.get<OwnSessionView[]>('/api/sessions');
    expect(body).toHaveLength(1);
  });

  test('what somebody was refused for want of a permission, once a minute at each door', async () => {
    const person = await office.person(OPERATOR);
    const noted = await notedBy(async () => {
      for (let times = 0; times < 3; times += 1) await person.get('/api/mails?secret=1');
      await person.get('/api/incidents');
    });
    expect(noted).toMatchObject([
      {
        action: 'access.refused',
        outcome: 'refused',
        account: OPERATOR,
        object: 'route',
        details: { code: 'permission.missing', path: '/api/mails' },
      },
      { action: 'access.refused', outcome: 'refused', account: OPERATOR, details: { path: '/api/incidents' } },
    ]);
  });

  test('which workflows were published, by the product itself, each version once', async () => {
    const published = await database.query<{ workflow: string; account: string | null; version: number; sum: string }>(
      `select object_id as workflow, actor as account, (details->>'version')::int as version, details->>'sha256' as sum
         from operation_log where action = 'definition.published' and object_kind = 'definition'`,
    );
    const known = await database.query<{ workflow: string }>(`select workflow from definitions`);
    expect(published.map(({ workflow }) => workflow).sort()).toEqual(known.map(({ workflow }) => workflow).sort());
    expect(published.filter(({ account, sum }) => account !== null || !/^[0-9a-f]{64}$/.test(sum))).toEqual([]);
    const tenantId = await office.app.get(HomeTenant).id();
    expect(await notedBy(() => office.app.get(WorkflowPublisher).publish(tenantId))).toEqual([]);
  });

  test('who brought a message to a case, and that one was refused', async () => {
    const admin = await office.person(ADMINISTRATOR);
    await publishInquiry(office);
    await inquire(office, '杭考函91号');
    const send = (event: string) =>
      admin.post('/api/messages', { workflow: 'inquiry', correlation: '杭考函91号', event, data: { reply: '保密' } });
    const noted = await notedBy(async () => {
      await send('replied');
      await send('shouted');
    });
    const sent = { action: 'message.sent', account: ADMINISTRATOR, post: 'administrator', object: 'message' };
    expect(noted).toMatchObject([
      { ...sent, outcome: 'done', details: { workflow: 'inquiry', event: 'replied', delivered: true } },
      { ...sent, outcome: 'refused', details: { event: 'shouted', code: 'message.unknown' } },
    ]);
    expect(JSON.stringify(noted)).not.toContain('保密');
  });

  test('what an administrator read, moved and imported, in the post that permits it', async () => {
    const admin = await office.person(ADMINISTRATOR);
    const form = new FormData();
    form.append(
      'files',
      new Blob([
        'code,name,name_en,aliases,unit_type,is_group,parent_code,source_files,note\nHZ-NEW,新单位,New,,government_department,no,,x,\n',
      ]),
      'units.csv',
    );
    const noted = await notedBy(async () => {
      await admin.get('/api/mails');
      await admin.post('/api/clock', { by: 'day' });
      const reply = await fetch(`${office.address}/api/imports`, {
        method: 'POST',
        headers: { cookie: admin.cookie },
        body: form,
      });
      expect(await reply.json()).toMatchObject({ done: true });
    });
    expect(noted).toMatchObject([
      { action: 'personal-data.read', object: 'mail', account: ADMINISTRATOR, post: 'administrator' },
      { action: 'clock.moved', account: ADMINISTRATOR, post: 'administrator' },
      {
        action: 'data.imported',
        account: ADMINISTRATOR,
        post: 'administrator',
        address: '127.0.0.1',
        details: { files: [{ file: 'units.csv' }] },
      },
    ]);
  });
});

describe('the operation log', () => {
  test('lets the application add entries, and neither change nor delete nor empty them', async () => {
    for (const statement of [
      `update operation_log set action = 'nothing.happened'`,
      `delete from operation_log`,
      `truncate operation_log`,
    ])
      await expect(database.query(statement)).rejects.toThrow(/permission denied/);
  });

  test('takes part in the transaction of the act: where the entry fails, nothing was done', async () => {
    await office.asOwner(
      `alter table operation_log add constraint full_ck check (action <> 'session.opened') not valid`,
    );
    const reply = await (await office.person()).signIn(OPERATOR);
    await office.asOwner(`alter table operation_log drop constraint full_ck`);
    expect(reply.status).toBe(500);
    expect(reply.headers.get('set-cookie')).toBeNull();
  });
});
