import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OperationLog } from '#audit';
import { Database, newId, TestClock } from '#platform';
import { openDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { Accounts } from '../people/accounts.js';
import { Tenants } from '../tenants/tenants.js';
import { Organisation } from './organisation.js';
import { unitTable } from './unit-table.js';
import { unitIdsByCode } from './unit-ids.js';

const clock = new TestClock('2017-01-03T09:00:00+08:00');
const organisation = new Organisation(clock);
const from = new Date('2017-01-01T00:00:00+08:00');

let scratch: TestDatabase;
let database: Database;
let tenantId: string;
let ids: Map<string, string>;

const idOf = (code: string) => ids.get(code) ?? '';
const unit = (code: string, name: string, more: { aliases?: string[]; isGroup?: boolean; nameEn?: string } = {}) => ({
  row: 2,
  cells: {
    code,
    name,
    name_en: more.nameEn ?? '',
    aliases: more.aliases ?? [],
    unit_type: 'government_department',
    is_group: more.isGroup ?? false,
    parent_code: '',
    source_files: [],
    note: '',
  },
});

beforeAll(async () => {
  scratch = await openDatabase();
  database = new Database(scratch.source);
  ({ tenantId } = await new Tenants().add(database, { code: 'test', name: { zh: '测试', en: 'Test' } }));
  await unitTable.save(database, tenantId, [
    unit('HZ-HBJ', '市环保局', { nameEn: 'Environmental Protection Bureau' }),
    unit('HZ-CGW', '市城管委', { aliases: ['城市管理委员会'] }),
    unit('HZ-KPB', '市考评办'),
    unit('HZ-G-ALL', '市直单位', { isGroup: true }),
    unit('HZ-G-PART', '有关单位', { isGroup: true }),
    unit('HZ-G-NONE', '有关区政府', { isGroup: true }),
  ]);
  ids = await unitIdsByCode(database, tenantId);
  for (const [group, member] of [
    ['HZ-G-ALL', 'HZ-CGW'],
    ['HZ-G-ALL', 'HZ-G-PART'],
    ['HZ-G-PART', 'HZ-HBJ'],
    ['HZ-G-PART', 'HZ-CGW'],
    ['HZ-G-PART', 'HZ-G-ALL'],
  ] as const) {
    await database.query(`insert into unit_group_members (group_id, member_id, tenant_id) values ($1, $2, $3)`, [
      idOf(group),
      idOf(member),
      tenantId,
    ]);
  }
});
afterAll(() => scratch.close());

describe('units', () => {
  test('are found by code and by id', async () => {
    const byCode = await organisation.refsByCodes(database, tenantId, ['HZ-HBJ', 'HZ-HBJ', 'nobody']);
    expect([...byCode]).toEqual([
      [
        'HZ-HBJ',
        { unitId: idOf('HZ-HBJ'), code: 'HZ-HBJ', name: '市环保局', nameEn: 'Environmental Protection Bureau' },
      ],
    ]);
    const byId = await organisation.refsByIds(database, tenantId, [idOf('HZ-CGW'), newId()]);
    expect([...byId.values()]).toEqual([
      { unitId: idOf('HZ-CGW'), code: 'HZ-CGW', name: '市城管委', nameEn: '市城管委' },
    ]);
  });

  test('of another tenant are not found', async () => {
    expect((await organisation.refsByCodes(database, newId(), ['HZ-HBJ'])).size).toBe(0);
    expect((await organisation.refsByIds(database, newId(), [idOf('HZ-HBJ')])).size).toBe(0);
  });

  test.each([
    ['环保', ['HZ-HBJ']],
    ['protection', ['HZ-HBJ']],
    ['城市管理', ['HZ-CGW']],
    ['hz-cg', ['HZ-CGW']],
    ['单位', []],
    ['%', []],
    ['', ['HZ-CGW', 'HZ-HBJ', 'HZ-KPB']],
  ])('are searched by “%s”, groups left out', async (text, codes) => {
    const found = await organisation.search(database, tenantId, text);
    expect(found.map(({ code }) => code)).toEqual(codes);
  });
});

describe('a group', () => {
  const expanded = async (...codes: string[]) => {
    const units = await organisation.expand(database, tenantId, codes.map(idOf));
    return codes.map((code) => units.get(idOf(code))?.map((member) => member.code));
  };

  test('stands for its members, and a unit for itself', async () => {
    expect(await expanded('HZ-G-PART', 'HZ-HBJ')).toEqual([['HZ-CGW', 'HZ-HBJ'], ['HZ-HBJ']]);
  });

  test('within a group is expanded too, each member once, though the groups name each other', async () => {
    expect(await expanded('HZ-G-ALL')).toEqual([['HZ-CGW', 'HZ-HBJ']]);
  });

  test('that lists nobody stands for nobody', async () => {
    expect(await expanded('HZ-G-NONE')).toEqual([[]]);
  });
});

describe('posts', () => {
  beforeAll(async () => {
    const account = (name: string) => ({
      account: name,
      name: { zh: `${name}者`, en: name },
      email: `${name}@hangzhou.example`,
      locale: 'zh' as const,
      passwordHash: 'x',
    });
    await new Accounts(new OperationLog()).add(
      database,
      tenantId,
      [
        { ...account('hbj.operator'), posts: [{ post: 'unit.operator', unitCode: 'HZ-HBJ' }] },
        { ...account('cgw.operator'), posts: [{ post: 'unit.operator', unitCode: 'HZ-CGW' }] },
        {
          ...account('officer'),
          posts: [
            { post: 'office.officer', unitCode: 'HZ-KPB' },
            { post: 'office.director', unitCode: 'HZ-KPB' },
          ],
        },
      ],
      from,
    );
  });

  test('are held in a unit', async () => {
    const holders = await organisation.holders(database, tenantId, 'unit.operator', idOf('HZ-HBJ'));
    expect(holders).toEqual([
      {
        accountId: expect.any(String),
        email: 'hbj.operator@hangzhou.example',
        locale: 'zh',
        name: { zh: 'hbj.operator者', en: 'hbj.operator' },
        unitId: idOf('HZ-HBJ'),
      },
    ]);
  });

  test('are held in the office, which need not be named', async () => {
    const holders = await organisation.holders(database, tenantId, 'office.officer', null);
    expect(holders.map(({ name }) => name.en)).toEqual(['officer']);
    const directors = await organisation.holders(database, tenantId, 'office.director', null);
    expect(directors.map(({ accountId }) => accountId)).toEqual(holders.map(({ accountId }) => accountId));
  });

  test('are added once, however often', async () => {
    const again = {
      account: 'HBJ.Operator',
      name: { zh: '', en: '' },
      email: '',
      locale: 'zh' as const,
      passwordHash: '',
    };
    const posts = [{ post: 'unit.leader' as const, unitCode: 'HZ-HBJ' }];
    expect(await new Accounts(new OperationLog()).add(database, tenantId, [{ ...again, posts }], from)).toBe(0);
    expect(await organisation.holders(database, tenantId, 'unit.leader', null)).toEqual([]);
  });

  test('in an unknown unit are refused', async () => {
    const posts = [{ post: 'unit.leader' as const, unitCode: 'nowhere' }];
    const account = {
      account: 'x',
      name: { zh: '', en: '' },
      email: '',
      locale: 'zh' as const,
      passwordHash: '',
      posts,
    };
    await expect(new Accounts(new OperationLog()).add(database, tenantId, [account], from)).rejects.toMatchObject({
      code: 'unit.unknown',
    });
  });

  test('end with the instant until which they are held, and not before they begin', async () => {
    const codes = async () =>
      (await organisation.holders(database, tenantId, 'unit.operator', null)).map(({ name }) => name.en);
    await database.query(`update post_holdings set valid_to = $2 where unit_id = $1 and post = 'unit.operator'`, [
      idOf('HZ-HBJ'),
      new Date('2017-01-04T00:00:00+08:00'),
    ]);
    await database.query(`update post_holdings set valid_from = $2 where unit_id = $1 and post = 'unit.operator'`, [
      idOf('HZ-CGW'),
      new Date('2017-01-04T00:00:00+08:00'),
    ]);
    expect(await codes()).toEqual(['hbj.operator']);
    clock.moveTo('2017-01-04T00:00:00+08:00');
    expect(await codes()).toEqual(['cgw.operator']);
  });

  test('of a disabled account are held by nobody', async () => {
    await database.query(`update accounts set is_disabled = true where account = 'officer'`);
    expect(await organisation.holders(database, tenantId, 'office.officer', null)).toEqual([]);
  });
});
