import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FactorEnrolment, FactorView, Problem, RecoveryCodes, SessionView, SignedIn } from '#contracts';
import { resetAndSay } from '../../../apps/api/src/cli/account-reset.js';
import type { Person, Reply } from '../office.js';
import { Office } from '../office.js';
import { Authenticator } from './authenticator.js';
import { NewOffice } from './new-office.js';

const OWN = '环城北路 81 Ab';

let place: NewOffice;

beforeAll(async () => {
  place = await NewOffice.open({ SECOND_FACTOR_POSTS: 'office.director' });
});
beforeEach(() => place.database.query(`delete from sign_in_failures`));
afterAll(() => place.close());

const code = ({ status, body }: Reply<Partial<Problem> | undefined>): unknown[] => [status, body?.code];

/** Turns the factor on for somebody who is signed in. */
async function enrol(person: Person): Promise<{ app: Authenticator; codes: string[] }> {
  const begun = await person.post<FactorEnrolment>('/api/factor', {});
  if (begun.status !== 201) throw new Error(JSON.stringify(begun.body));
  const app = new Authenticator(begun.body.uri, place.database);
  // A code of the step before, so that the present one is still there to sign in with.
  const confirmed = await person.post<RecoveryCodes>('/api/factor/confirmation', { code: await app.code(-1) });
  if (confirmed.status !== 200) throw new Error(JSON.stringify(confirmed.body));
  return { app, codes: confirmed.body.codes };
}

/** The first step; answers the ticket for the second. */
async function ticketFor(account: string, person?: Person): Promise<string> {
  const reply = await (person ?? (await place.office.person())).post<SignedIn>('/api/session', {
    account,
    password: OWN,
  });
  if (!reply.body.ticket) throw new Error(JSON.stringify(reply.body));
  return reply.body.ticket;
}

const give = async (ticket: string, typed: string): Promise<Reply<SignedIn & Problem>> =>
  (await place.office.person()).post('/api/session/code', { ticket, code: typed });

describe('a second factor', () => {
  test('is turned on by a code of the app, ends other sessions, and gives ten recovery codes', async () => {
    const person = await place.officer('kpb.on', OWN);
    const elsewhere = await place.office.person();
    await elsewhere.signIn('kpb.on', OWN);
    const { body: off } = await person.get<FactorView>('/api/factor');
    expect(off).toEqual({ since: null, codesLeft: 0, isRequired: false });
    await person.post('/api/factor', {});
    expect(code(await person.post('/api/factor/confirmation', { code: '000000' }))).toEqual([422, 'factor.code']);
    expect((await person.get<FactorView>('/api/factor')).body.since).toBeNull();
    const { codes } = await enrol(person);
    expect(new Set(codes).size).toBe(10);
    expect((await person.get<FactorView>('/api/factor')).body).toMatchObject({ codesLeft: 10 });
    expect((await elsewhere.get('/api/session')).status).toBe(401);
    expect((await person.get('/api/session')).status).toBe(200);
    expect(code(await person.post('/api/factor', {}))).toEqual([409, 'factor.there']);
  });

  test('is asked for after the password, and opens nothing before it is given', async () => {
    const { app } = await enrol(await place.officer('kpb.asked', OWN));
    const person = await place.office.person();
    const reply = await person.post<SignedIn>('/api/session', { account: 'kpb.asked', password: OWN });
    expect([reply.status, reply.body.accountId, reply.headers.get('set-cookie')]).toEqual([201, null, null]);
    const { ticket } = reply.body;
    const asCookie = await person.call('GET', '/api/session', undefined, { cookie: `kaoping_session=${ticket ?? ''}` });
    expect(asCookie.status).toBe(401);
    expect(code(await give(ticket ?? '', '12345'))).toEqual([422, 'factor.code']);
    const entered = await give(ticket ?? '', await app.code());
    expect([entered.status, entered.body.ticket]).toEqual([201, null]);
    const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect((await person.call<SessionView>('GET', '/api/session', undefined, { cookie })).body.account).toBe(
      'kpb.asked',
    );
  });

  test('takes each code once, whoever brings it, and each ticket once', async () => {
    const { app } = await enrol(await place.officer('kpb.once', OWN));
    const [first, second] = [await ticketFor('kpb.once'), await ticketFor('kpb.once')];
    const now = await app.code();
    const replies = await Promise.all([give(first, now), give(second, now)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(code(await give(second, now))[0]).not.toBe(201);
    const used = replies[0].status === 201 ? first : second;
    expect(code(await give(used, await app.code(1)))).toEqual([401, 'session.step-over']);
  });

  test('takes a recovery code instead, once, however it is typed', async () => {
    const { codes } = await enrol(await place.officer('kpb.lost', OWN));
    const [one = '', two = ''] = codes;
    const entered = await give(await ticketFor('kpb.lost'), ` ${one.toLowerCase().replace('-', ' ')} `);
    expect(entered.status).toBe(201);
    expect(code(await give(await ticketFor('kpb.lost'), one))).toEqual([422, 'factor.code']);
    expect((await give(await ticketFor('kpb.lost'), two)).status).toBe(201);
    const [kept] = await place.database.query<{ count: number; seen: number }>(
      `select count(*)::int, count(*) filter (where encode(code_hash, 'escape') like '%' || $1 || '%')::int as seen
         from recovery_codes join accounts using (account_id) where account = 'kpb.lost'`,
      [codes[2]],
    );
    expect(kept).toEqual({ count: 8, seen: 0 });
  });

  test('locks after five wrong codes, and a right password between them forgives none', async () => {
    const { app } = await enrol(await place.officer('kpb.guess', OWN));
    await place.database.query(`delete from sign_in_failures`);
    for (let attempt = 0; attempt < 5; attempt += 1)
      expect(code(await give(await ticketFor('kpb.guess'), '000000'))).toEqual([422, 'factor.code']);
    const reply = await (
      await place.office.person()
    ).post<Problem>('/api/session', { account: 'kpb.guess', password: OWN });
    expect(code(reply)).toEqual([429, 'session.locked']);
    await place.database.query(`delete from sign_in_failures`);
    expect((await give(await ticketFor('kpb.guess'), await app.code())).status).toBe(201);
  });

  test('is waited for ten minutes, and no longer once the password was changed', async () => {
    const person = await place.officer('kpb.slow', OWN);
    const { app } = await enrol(person);
    const slow = await ticketFor('kpb.slow');
    await place.database.query(`update pending_sign_ins set made_at = now() - interval '11 minutes'`);
    expect(code(await give(slow, await app.code()))).toEqual([401, 'session.step-over']);
    const under = await ticketFor('kpb.slow');
    await person.call('PUT', '/api/sessions/password', { present: OWN, next: `${OWN} cd` });
    expect(code(await give(under, await app.code()))).toEqual([401, 'session.step-over']);
    for (const ticket of ['', 'x', 'a'.repeat(43)]) expect((await give(ticket, '123456')).status).toBe(401);
  });

  test('is kept sealed, and read by nobody without the key', async () => {
    const person = await place.officer('kpb.sealed', OWN);
    const { body } = await person.post<FactorEnrolment>('/api/factor', {});
    const [kept] = await place.database.query<{ sealed: Buffer }>(
      `select sealed_secret as sealed from second_factors join accounts using (account_id) where account = 'kpb.sealed'`,
    );
    const secret = Buffer.from(body.secret);
    expect(kept?.sealed.length).toBe(12 + 20 + 16);
    expect(kept?.sealed.includes(secret)).toBe(false);
    // Somebody else's sealed secret does not open under this name.
    await place.database.query(
      `update second_factors set sealed_secret = (select sealed_secret from second_factors join accounts using (account_id) where account = 'kpb.on')
        where account_id = (select account_id from accounts where account = 'kpb.sealed')`,
    );
    expect(code(await person.post('/api/factor/confirmation', { code: '123456' }))).toEqual([503, 'factor.unreadable']);
  });

  test('is changed only by whoever proved who they are within ten minutes', async () => {
    const person = await place.officer('kpb.stale', OWN);
    await enrol(person);
    const stale = () => place.database.query(`update sessions set verified_at = now() - interval '11 minutes'`);
    await stale();
    const acts: [string, string][] = [
      ['POST', '/api/factor'],
      ['POST', '/api/factor/recovery-codes'],
      ['DELETE', '/api/factor'],
    ];
    for (const [method, path] of acts)
      expect(code(await person.call(method, path, method === 'POST' ? {} : undefined))).toEqual([403, 'session.stale']);
    expect((await person.get('/api/factor')).status).toBe(200);
    expect((await person.post('/api/session/renewal', { password: OWN })).status).toBe(204);
    const { body: others } = await person.post<RecoveryCodes>('/api/factor/recovery-codes', {});
    expect(others.codes).toHaveLength(10);
    expect((await person.call('DELETE', '/api/factor')).status).toBe(200);
    expect(code(await person.call('DELETE', '/api/factor'))).toEqual([404, 'factor.missing']);
    const again = await (await place.office.person()).signIn('kpb.stale', OWN);
    expect(again.status).toBe(201);
  });

  test('is not for the accounts of the sample, which everybody shares', async () => {
    const sample = await Office.open();
    try {
      const person = await sample.person('hz-kpb.admin');
      expect(code(await person.post('/api/factor', {}))).toEqual([409, 'factor.sample']);
    } finally {
      await sample.close();
    }
  });
});

describe('a post that must have a second factor', () => {
  test('does nothing before it is on, and everything after', async () => {
    const director = await place.officer('kpb.director', OWN, 'office.director');
    expect((await director.get<SessionView>('/api/session')).body.duty).toBe('factor');
    expect(code(await director.get('/api/inbox'))).toEqual([403, 'factor.must-enrol']);
    expect((await director.get<FactorView>('/api/factor')).body.isRequired).toBe(true);
    await enrol(director);
    expect((await director.get<SessionView>('/api/session')).body.duty).toBeNull();
    expect((await director.get('/api/inbox')).status).toBe(200);
  });
});

describe('whoever lost phone and recovery codes', () => {
  test('is reset by command: a first password, no factor, no session, no lock', async () => {
    const person = await place.officer('kpb.reset', OWN);
    await enrol(person);
    for (let attempt = 0; attempt < 6; attempt += 1) await (await place.office.person()).signIn('kpb.reset', 'wrong');
    const said: string[] = [];
    expect(await resetAndSay(place.office.app, { account: 'kpb.reset' }, (line) => said.push(line))).toBe(0);
    expect((await person.get('/api/session')).status).toBe(401);
    const again = await place.office.person();
    expect((await again.signIn('kpb.reset', OWN)).status).toBe(401);
    expect((await again.signIn('kpb.reset', said.at(-1))).status).toBe(201);
    expect((await again.get<SessionView>('/api/session')).body.duty).toBe('password');
    await expect(resetAndSay(place.office.app, { account: 'nobody' }, () => undefined)).rejects.toMatchObject({
      code: 'account.missing',
    });
  });
});

test('every change of a factor, every wrong code and every reset stands in the operation log, without a secret', async () => {
  const noted = await place.database.query<{ entry: string }>(
    `select distinct concat_ws(' ', action, outcome, details ->> 'code') as entry from operation_log order by 1`,
  );
  expect(noted.map(({ entry }) => entry)).toEqual(
    expect.arrayContaining([
      'account.reset done',
      'factor.added done',
      'factor.removed done',
      'recovery-codes.renewed done',
      'session.opened done',
      'session.refused refused factor.code',
      'session.refused refused session.locked',
      'session.renewed done',
    ]),
  );
});
