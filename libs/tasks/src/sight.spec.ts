import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHash, randomUUID } from 'node:crypto';
import { deskOf, type Post } from '#contracts';
import { POSTS, Recognition, SignInPolicy } from '#organisation';
import { Database, newId, TestClock, type Sql } from '#platform';
import { openDatabase, type TestDatabase } from '../../../test/harness/database.js';
import type { Reader } from './reader.js';
import { sightOf, type SeenCase } from './sight.js';

const UNITS = 8;
const TENANTS = 5;
const clock = new TestClock('2017-01-03T09:00:00+08:00');

let scratch: TestDatabase;
let database: Database;
let recognition: Recognition;

beforeAll(async () => {
  scratch = await openDatabase();
  database = new Database(scratch.source);
  recognition = new Recognition(database, clock, new SignInPolicy('mlps'));
});
afterAll(() => scratch.close());

/** Which of the earlier ones each hangs under, or that it hangs under none. */
const forest = (size: number) =>
  fc.record({
    parents: fc.array(fc.nat(), { minLength: size, maxLength: size }),
    roots: fc.array(fc.boolean(), { minLength: size, maxLength: size }),
  });
type Forest = ReturnType<typeof forest> extends fc.Arbitrary<infer Value> ? Value : never;

/** Trees of units and of tenants, in which tenant and which posts somebody holds where, and cases of some units and tenants. */
const world = fc.record({
  units: forest(UNITS),
  tenants: forest(TENANTS),
  home: fc.nat(TENANTS - 1),
  held: fc.uniqueArray(
    fc.record({
      post: fc.constantFrom(...POSTS.filter((post) => !post.endsWith('administrator'))),
      unit: fc.nat(UNITS - 1),
    }),
    { maxLength: 3, selector: ({ post, unit }) => `${post} ${unit}` },
  ),
  cases: fc.array(
    fc.record({
      unit: fc.option(fc.nat(UNITS - 1)),
      desk: fc.option(fc.record({ post: fc.constantFrom(...POSTS), unit: fc.nat(UNITS - 1) })),
      elsewhere: fc.option(fc.nat(TENANTS - 1)),
    }),
    { minLength: 1, maxLength: 12 },
  ),
});
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

const parentOf = ({ parents, roots }: Forest, one: number): number | null =>
  one === 0 || roots[one] ? null : (parents[one] ?? 0) % one;

function isBelow(made: Forest, one: number, above: number): boolean {
  for (let at = parentOf(made, one); at !== null; at = parentOf(made, at)) if (at === above) return true;
  return false;
}

/** In which tenant a case is; most are at home. */
const tenantOf = ({ home }: World, { elsewhere }: World['cases'][number]): number => elsewhere ?? home;

/** What the documents say, in other words than the product's. */
function shouldSee(made: World, one: World['cases'][number]): boolean {
  const tenant = tenantOf(made, one);
  if (tenant !== made.home)
    return (
      isBelow(made.tenants, tenant, made.home) &&
      made.held.some(({ post }) => post === 'office.director' || post === 'leadership')
    );
  return made.held.some(({ post, unit }) => {
    if (['office.officer', 'office.director', 'leadership'].includes(post)) return true;
    if (one.desk?.post === post && one.desk.unit === unit) return true;
    if (one.unit === null || !post.startsWith('unit.')) return false;
    return one.unit === unit || (post === 'unit.leader' && isBelow(made.units, one.unit, unit));
  });
}

/** Writes the tree and the posts down, and reads back who the product takes the account for. */
async function readerIn(made: World, tenants: string[], units: string[]): Promise<Reader> {
  const accountId = newId();
  const token = randomUUID();
  const tenantId = tenants[made.home] ?? '';
  for (const [at, id] of tenants.entries()) {
    const parent = parentOf(made.tenants, at);
    await database.query(
      `insert into tenants (tenant_id, code, name_zh, name_en, parent_id) values ($1, $2, 'x', 'x', $3)`,
      [id, id, parent === null ? null : tenants[parent]],
    );
  }
  for (const [at, unitId] of units.entries()) {
    const parent = parentOf(made.units, at);
    await database.query(
      `insert into units (unit_id, tenant_id, code, name, unit_type, parent_id) values ($1, $2, $3, 'x', 'x', $4)`,
      [unitId, tenantId, `U${at}`, parent === null ? null : units[parent]],
    );
  }
  await database.query(
    `insert into accounts (account_id, tenant_id, account, name_zh, name_en, password_hash, email) values ($1, $2, 'x', 'x', 'x', 'x', 'x')`,
    [accountId, tenantId],
  );
  for (const { post, unit } of made.held) {
    await database.query(
      `insert into post_holdings (holding_id, tenant_id, account_id, post, unit_id, valid_from) values ($1, $2, $3, $4, $5, '2017-01-01')`,
      [newId(), tenantId, accountId, post, units[unit]],
    );
  }
  await database.query(
    `insert into sessions (session_id, token_hash, tenant_id, account_id, expires_at) values ($1, $2, $3, $4, now() + interval '1 hour')`,
    [newId(), createHash('sha256').update(token).digest(), tenantId, accountId],
  );
  const signedIn = await recognition.of(token);
  if (!signedIn) throw new Error('nobody is signed in');
  return {
    tenantId,
    accountId,
    holdings: signedIn.posts.map(({ post, unit, below, tenantsBelow }) => ({
      post,
      unitId: unit.unitId,
      below,
      tenantsBelow: tenantsBelow.map((one) => one.tenantId),
    })),
  };
}

/** The cases that PostgreSQL picks by the rule; they stand in tables of this transaction alone. */
function picked(reader: Reader, cases: (SeenCase & { instanceId: string })[]): Promise<Set<string>> {
  return database.transaction(async (sql: Sql) => {
    await sql.query(`create temp table instances (instance_id uuid, tenant_id uuid, unit_id uuid) on commit drop`);
    await sql.query(`create temp table tasks (instance_id uuid, desk text) on commit drop`);
    for (const { instanceId, tenantId, unitId, desks } of cases) {
      await sql.query(`insert into instances values ($1, $2, $3)`, [instanceId, tenantId, unitId]);
      for (const desk of desks) await sql.query(`insert into tasks values ($1, $2)`, [instanceId, desk]);
    }
    const sight = sightOf(reader);
    const rows = await sql.query<{ id: string }>(
      `select i.instance_id as id from instances i where i.tenant_id = any ($1) and ${sight.condition(2)}`,
      [sight.tenantIds, ...sight.parameters],
    );
    return new Set(rows.map(({ id }) => id));
  });
}

describe('what a reader sees of all cases', () => {
  test('is the same picked by PostgreSQL and asked one by one, and what the documents say, in all trees of units and tenants', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (made) => {
        const tenants = Array.from({ length: TENANTS }, () => newId());
        const units = Array.from({ length: UNITS }, () => newId());
        const unit = (at: number | null): string | null => (at === null ? null : (units[at] ?? null));
        const reader = await readerIn(made, tenants, units);
        const cases = made.cases.map((one) => ({
          instanceId: newId(),
          tenantId: tenants[tenantOf(made, one)] ?? '',
          unitId: unit(one.unit),
          desks: one.desk ? [deskOf(one.desk.post, unit(one.desk.unit))] : [],
        }));
        const sight = sightOf(reader);
        const list = await picked(reader, cases);
        const seen = cases.map((one) => [list.has(one.instanceId), sight.covers(one)]);
        expect(seen).toEqual(made.cases.map((one) => [shouldSee(made, one), shouldSee(made, one)]));
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  test('is nothing for the two administrators who watch, even what lies on a desk of their name', () => {
    for (const post of ['security.administrator', 'audit.administrator'] as Post[]) {
      const sight = sightOf({ tenantId: 't', accountId: 'a', holdings: [{ post, unitId: 'u' }] });
      expect(sight.covers({ tenantId: 't', unitId: 'u', desks: [deskOf(post, 'u')] })).toBe(false);
    }
  });
});
