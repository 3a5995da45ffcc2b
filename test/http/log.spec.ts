import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Problem } from '#contracts';
import { FirstSetup } from '../../apps/api/src/first-setup.js';
import { Office, Person, type Reply } from './office.js';

const PHONE = '13805710000';
const ID_NUMBER = '330106199001011234';
const SECRETS = ['kaoping-2017', 'wrong-pass-9', 'Fresh-Words-2018', PHONE, ID_NUMBER, '秘密意见'];

interface Line {
  level: string;
  time: string;
  msg: string;
  correlationId?: string;
  route?: string;
  status?: number;
  refusal?: string;
  err?: { stack: string };
}

let office: Office;
const written: string[] = [];
const lines = (): Line[] =>
  written
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
const cookies: string[] = [];

beforeAll(async () => {
  office = await Office.open({ LOG_LEVEL: 'trace' }, { write: (line) => written.push(line) });
});
afterAll(() => office.close());

/** Sends a request as no client would. */
function sendRaw(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${office.address}${path}`, { headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the log of a whole story, at its most talkative', () => {
  let failed: Reply<Problem>;

  beforeAll(async () => {
    const person = new Person(office.address);
    await person.signIn('hz-hbj.operator', 'wrong-pass-9');
    const signedIn = await person.signIn('hz-hbj.operator');
    cookies.push((signedIn.headers.get('set-cookie') ?? '').split(';')[0]?.split('=')[1] ?? '');
    await person.call('PUT', '/api/sessions/password', { present: 'kaoping-2017', next: 'Fresh-Words-2018' });
    await person.post('/api/session', `{"account":"hz-hbj.operator","password":"kaoping-2017"`);
    await person.get(`/api/inbox?q=${PHONE}`);
    await person.get(`/api/nowhere/${ID_NUMBER}`);
    await sendRaw(`/api/inbox?q=%0a{"level":"fatal"}`, { 'user-agent': `x {"level":"fatal"} ${PHONE}` });
    await sendRaw('/api/oidc/start', {});
    const [sheet] = await office.query<{ id: string }>(`SELECT sheet_id AS id FROM target_sheets LIMIT 1`);
    // Something of ours fails while a text of a citizen is written.
    await office.asOwner(`ALTER TABLE commands RENAME TO orders`);
    failed = await person.post<Problem>('/api/public/comments', {
      sheetId: sheet?.id ?? '01951111-1111-7111-8111-111111111111',
      text: `秘密意见，电话${PHONE}，身份证${ID_NUMBER}`,
    });
    new Logger('Story').warn(`forged\n{"level":"fatal","msg":"${PHONE}"}\u001b[31m\u2028\u202e`);
  });

  test('holds no password, token, telephone or identity number, and no text of a citizen', () => {
    const all = written.join('');
    for (const secret of [...SECRETS, ...cookies]) expect([secret, all.includes(secret)]).toEqual([secret, false]);
    expect(cookies[0]?.length).toBeGreaterThan(40);
  });

  test('tells of every request who, what, when in UTC and how it ended', () => {
    const requests = lines().filter(({ msg }) => msg === 'request');
    const signIns = requests.filter(({ route }) => route === '/api/session').map(({ status }) => status);
    expect(signIns).toEqual([401, 201, 400]);
    for (const { time } of requests) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(requests.filter(({ route }) => route === '/api/inbox')).toHaveLength(2);
  });

  test('has each line of a request under the number that its answer carries', () => {
    expect(failed.status).toBe(500);
    const number = failed.headers.get('x-correlation-id');
    expect(number).toBe(failed.body.correlationId);
    const own = lines().filter(({ correlationId }) => correlationId === number);
    expect(own.map(({ msg }) => msg)).toEqual(['request failed', 'request']);
    expect(own[0]?.err?.stack).toContain('commands');
  });

  test('tells why a sign-in through the identity provider failed', () => {
    const [told] = lines().filter(({ msg }) => msg === 'sign-in through the identity provider failed');
    expect(told?.refusal).toBe('oidc.off');
  });

  test('lets nobody begin a line of their own, nor send the terminal orders', () => {
    expect(lines().filter(({ level }) => level === 'fatal')).toEqual([]);
    const forged = lines().filter(({ msg }) => msg.startsWith('forged'));
    expect(forged).toHaveLength(1);
    expect(written.join('').replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u);
  });
});

test('a set-up code that the terminal shows is not in the log', async () => {
  const log: string[] = [];
  const empty = await Office.open({ SAMPLE: 'none', LOG_LEVEL: 'trace' }, { write: (line) => log.push(line) });
  const code = (await empty.app.get(FirstSetup).invite()) ?? '';
  await new Person(empty.address).post('/api/setup', { code, organisation: '某市' });
  expect(code).toMatch(/^(\w{5}-){3}\w{5}$/);
  expect(log.join('')).not.toContain(code);
  await empty.close();
});
