import type { ExecutionContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Post } from '#contracts';
import { currentScope, newId, narrowTo, type TenantScope } from '#platform';
import { AccessGuard } from '../../apps/api/src/http/access.js';
import { SheetWork } from '../http/annual-target/sheet-work.js';
import type { Person } from '../http/office.js';
import { CASE_ROUTES } from './case-routes.js';
import { Kin } from './kin.js';
import { bare } from './matrix.js';
import { Neighbour } from './neighbour.js';
import { placesOf, type Place } from './places.js';
import { ROUTES, SIGNING_OUT } from './routes.js';

/** Whoever reads something, in every post. */
const READERS = [
  'hz-hbj.operator',
  'hz-hbj.leader',
  'hz-kpb.officer1',
  'hz-kpb.director',
  'hz-szf.leader1',
  'hz-kpb.admin',
  'hz-kpb.security',
  'hz-kpb.audit',
];
/** What processes keep in memory by tenant once it was read, and no secret of any: PostgreSQL is not asked again. */
const KEPT_IN_MEMORY = ['GET /api/workflows', 'GET /api/definitions/{workflow}/{version}', 'GET /api/clock'];
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

let work: SheetWork;
let places: Place[];
let neighbour: Neighbour;
/** For whose rows a request is answered, whoever asks: null as it should be. */
let forced: string | null = null;
/** For whose rows the last request was answered, once it was known who asks. */
let scope: TenantScope | null = null;

beforeAll(async () => {
  work = await SheetWork.open();
  places = await placesOf(work);
  neighbour = await Neighbour.beside(work.office);
  const guard = AccessGuard.prototype;
  const admits = Reflect.get(guard, 'canActivate');
  jest.spyOn(guard, 'canActivate').mockImplementation(async function (this: AccessGuard, context: ExecutionContext) {
    const isAdmitted = await admits.call(this, context);
    if (forced !== null) narrowTo(forced);
    scope = currentScope();
    return isAdmitted;
  });
}, 120_000);
afterAll(() => work.close());

/** Every address that is read: of routes about a case one for each place. */
async function addresses(): Promise<string[]> {
  const unit = await work.unit('HZ-HBJ');
  const bare = Object.keys(ROUTES)
    .filter((route) => route.startsWith('GET /api/') && ROUTES[route] !== null)
    .filter((route) => !KEPT_IN_MEMORY.includes(route) && !(route in CASE_ROUTES) && !route.includes('{'))
    .map((route) => route.slice('GET '.length))
    .map((path) => (path === '/api/cases' ? `${path}?workflow=annual-target` : path))
    .map((path) => (path === '/api/units' ? `${path}?q=${encodeURIComponent('市')}` : path))
    .map((path) => (path === '/api/rights' ? `${path}?unit=${unit.unitId}` : path));
  const ofCases = Object.entries(CASE_ROUTES)
    .filter(([route]) => route.startsWith('GET '))
    .flatMap(([, about]) => places.flatMap((place) => about(place).map(({ path }) => path)));
  return [...bare, '/api/cases?workflow=opinion-rectification', '/api/years/2017/preview', ...ofCases];
}

/** The ids that an answer holds. */
async function idsIn(person: Person, path: string): Promise<Set<string>> {
  const { body } = await person.get<unknown>(path);
  return new Set(JSON.stringify(body ?? null).match(UUID) ?? []);
}

describe('with row-level security as the only guard', () => {
  test('nothing of a tenant is read by its own people where the request is for another: the ids of its answers are in none', async () => {
    const [leaked, meant] = [[] as string[], { answers: 0, ids: 0 }];
    for (const account of READERS) {
      const person = await work.person(account);
      const own = await idsIn(person, '/api/session');
      for (const path of await addresses()) {
        forced = null;
        const theirs = [...(await idsIn(person, path))].filter((id) => !own.has(id) && !path.includes(id));
        if (theirs.length === 0) continue;
        meant.answers += 1;
        meant.ids += theirs.length;
        for (const scope of [neighbour.tenantId, newId()]) {
          forced = scope;
          const seen = await idsIn(person, path);
          leaked.push(...theirs.filter((id) => seen.has(id)).map((id) => `${account} ${path}: ${id}`));
        }
        forced = null;
      }
    }
    expect(leaked.slice(0, 20)).toEqual([]);
    expect(meant.answers).toBeGreaterThan(250);
  }, 180_000);
});

function tenantsIn(shown: TenantScope | null): string[] {
  return shown === null || shown === 'every' ? [String(shown)] : [...shown].sort();
}

describe('the rows that PostgreSQL shows a request', () => {
  /** All that is read of a tenant below. */
  const READING = [
    'GET /api/cases',
    'GET /api/cases/{instanceId}',
    'GET /api/cases/{instanceId}/history',
    'GET /api/cases/{instanceId}/changes',
    'GET /api/sheets/{sheetId}',
    'GET /api/targets',
    'GET /api/workflows',
    'GET /api/definitions/{workflow}/{version}',
  ];

  test('are those of the tenants below for a reading of matters in a post that reaches them, and else of the own tenant alone', async () => {
    const kin = await Kin.of(work.office, neighbour);
    const ids = new Map(
      (await work.office.asOwner<{ code: string; id: string }>(`SELECT code, tenant_id AS id FROM tenants`)).map(
        ({ code, id }) => [code, id],
      ),
    );
    const all = (...codes: string[]): string[] => codes.map((code) => ids.get(code) ?? '').sort();
    const under: Record<string, string[]> = {
      above: all('province', 'hangzhou', 'neighbour', 'district'),
      child: all('district'),
    };
    const home: Record<string, string[]> = { above: all('province'), child: all('district') };
    const [wrong, asked] = [[] as string[], { wide: 0, own: 0 }];
    for (const where of ['above', 'child'] as const)
      for (const post of ['office.officer', 'office.director', 'leadership', 'administrator'] as Post[]) {
        const person = await kin.person(where, post);
        for (const route of Object.keys(ROUTES).filter((one) => ROUTES[one]?.includes(post))) {
          const { method, path, body } = bare(route);
          if (SIGNING_OUT.includes(route)) continue;
          scope = null;
          await person.call(method, path, body);
          const isWide = READING.includes(route) && (post === 'office.director' || post === 'leadership');
          const expected = (isWide ? under : home)[where] ?? [];
          const shown = tenantsIn(scope);
          asked[isWide ? 'wide' : 'own'] += 1;
          if (shown.join() !== expected.join()) wrong.push(`${where} ${post} ${route}: ${shown.join()}`);
        }
      }
    expect(wrong).toEqual([]);
    expect([asked.wide > 20, asked.own > 100]).toEqual([true, true]);
  }, 120_000);
});
