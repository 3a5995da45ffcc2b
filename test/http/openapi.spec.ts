import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Problem } from '#contracts';
import { SheetWork } from './annual-target/sheet-work.js';
import { ApiDocument, type Exchange } from './api-document.js';
import { everyRoute, RECEIVER } from './every-route.js';
import { Office, Person } from './office.js';

const NOWHERE = '01951111-1111-7111-8111-111111111111';

let work: SheetWork;
let api: ApiDocument;

beforeAll(async () => {
  work = await SheetWork.open(await Office.open({ WEBHOOK_HOSTS: new URL(RECEIVER).host }));
  api = new ApiDocument((await (await work.office.person()).get('/api/openapi.json')).body);
});
afterAll(() => work.close());

describe('the OpenAPI document', () => {
  test('describes the answer of every route', () => {
    const silent = [...api.operations].filter(([, { responses }]) => {
      const answer = responses['200'] ?? responses['201'];
      if (!answer) return !responses['204'] && !responses['302'];
      const schemas = Object.values(answer.content ?? {}).map(({ schema }) => Object.keys(schema).length);
      return schemas.length === 0 || schemas.includes(0);
    });
    expect(silent.map(([route]) => route)).toEqual([]);
  });

  test('says how people and other systems are known', () => {
    const known = (route: string): string[] | undefined =>
      api.operations.get(route)?.security?.flatMap((way) => Object.keys(way));
    expect(known('GET /api/cases')).toEqual(['cookie', 'token']);
    for (const route of ['GET /api/accounts', 'GET /api/session', 'PUT /api/organisation/people'])
      expect([route, known(route)]).toEqual([route, ['cookie']]);
    expect(known('GET /health/live')).toBeUndefined();
    expect(api.securitySchemes).toMatchObject({
      cookie: { type: 'apiKey', in: 'cookie' },
      token: { type: 'http', scheme: 'bearer' },
    });
  });

  test('describes the body that a route takes, field by field', () => {
    const vague = [...api.operations].filter(([, { requestBody }]) =>
      Object.values(requestBody?.content ?? {}).some(({ schema }) => schema['properties'] === undefined),
    );
    expect(vague.map(([route]) => route)).toEqual([]);
  });

  test('holds valid schemas, and every one that it names', () => {
    const everywhere = [...api.operations.values()].flatMap(({ parameters, requestBody, responses }) => [
      ...parameters,
      ...[requestBody, ...Object.values(responses)].flatMap((one) => Object.values(one?.content ?? {})),
    ]);
    for (const { schema } of everywhere) expect(() => api.validatorOf(schema)).not.toThrow();
    for (const schema of Object.values(api.schemas)) expect(() => api.validatorOf(schema)).not.toThrow();
  });

  test('calls every operation by a name of its own, and names the parameters of its path', () => {
    const names = [...api.operations.values()].map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const [route, { parameters }] of api.operations) {
      const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
      expect([route, inPath.sort()]).toEqual([route, [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()]);
    }
  });
});

describe('whoever reads the document', () => {
  test('knows of every route whether it needs somebody signed in', async () => {
    const stranger = new Person(work.office.address);
    const needs = new Map<string, boolean>();
    for (const route of api.operations.keys()) {
      const [method = '', path = ''] = route.split(' ');
      const { body } = await stranger.call<Problem | null>(method, path.replaceAll(/\{\w+\}/g, NOWHERE));
      needs.set(route, body?.code === 'session.needed');
    }
    const told = new Map([...api.operations].map(([route, { security }]) => [route, security !== undefined]));
    expect(told).toEqual(needs);
    expect([...new Set(needs.values())].sort()).toEqual([false, true]);
  });

  test('knows what an account may be called, and that a reason is asked for', () => {
    const bodyOf = (route: string): ((body: unknown) => boolean) => {
      const content = api.operations.get(route)?.requestBody?.content['application/json'];
      if (!content) throw new Error(`${route} takes no body`);
      return (body) => api.validatorOf(content.schema)(body);
    };
    const proposes = bodyOf('POST /api/proposals');
    const proposal = (account: string, reason: string): unknown => ({ changes: [{ do: 'reset', account }], reason });
    expect(proposes(proposal('hz-hbj.operator', '忘记密码'))).toBe(true);
    for (const account of ['', 'x', '环保局', 'HZ-HBJ', '-hz', 'x'.repeat(65)])
      expect([account, proposes(proposal(account, '忘记密码'))]).toEqual([account, false]);
    expect(proposes(proposal('hz-hbj.operator', ''))).toBe(false);
    const [suspends, setsUp] = [bodyOf('POST /api/cases/{instanceId}/operations/suspend'), bodyOf('POST /api/setup')];
    expect([suspends({ revision: 1, reason: '核对' }), suspends({ revision: 1, reason: '' })]).toEqual([true, false]);
    const first = { code: 'x', organisation: '市', office: '办', password: 'x', email: 'a@b.example' };
    expect([setsUp({ ...first, account: 'admin' }), setsUp({ ...first, account: 'A' })]).toEqual([true, false]);
  });

  test('knows what an Idempotency-Key may be: as many characters as it says, and no other', async () => {
    const { parameters = [] } = api.operations.get('POST /api/public/comments') ?? {};
    const pattern = new RegExp(String(parameters.find(({ name }) => name === 'Idempotency-Key')?.schema['pattern']));
    const stranger = new Person(work.office.address);
    const comment = JSON.stringify({ sheetId: NOWHERE, text: '意见' });
    for (const key of [
      'x'.repeat(7),
      'x'.repeat(8),
      'A_b-0'.repeat(20),
      'x'.repeat(101),
      'x y z x y z',
      'clé-de-clé',
    ]) {
      const { body } = await stranger.call<Problem>('POST', '/api/public/comments', comment, {
        'idempotency-key': key,
      });
      expect([key, body.code === 'command.key-missing']).toEqual([key, !pattern.test(key)]);
    }
  });
});

describe('every route', () => {
  let exchanges: Exchange[];

  beforeAll(async () => {
    exchanges = await everyRoute(work);
  });

  test('is carried out in this story', () => {
    const done = new Set(exchanges.filter(({ status }) => status < 400).map((one) => api.routeOf(one)));
    expect([...api.operations.keys()].filter((route) => !done.has(route))).toEqual([]);
  });

  test('answers, refuses and is asked as the document says', () => {
    expect([...new Set(exchanges.flatMap((exchange) => api.faultsOf(exchange)))]).toEqual([]);
  });

  test.each<[string, (body: Record<string, unknown>) => unknown]>([
    ['lacks a field', ({ weightSum: _, ...rest }) => rest],
    ['holds a field more', (body) => ({ ...body, more: 1 })],
    ['holds another kind of thing', (body) => ({ ...body, title: '申报表' })],
  ])('is found out where its answer %s', (_, changed) => {
    const told = exchanges.find((one) => one.status === 200 && api.routeOf(one) === 'GET /api/sheets/{sheetId}');
    if (!told) throw new Error('nobody read a sheet');
    expect(api.faultsOf({ ...told, body: changed(told.body as Record<string, unknown>) })).not.toEqual([]);
  });
});
