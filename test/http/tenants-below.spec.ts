import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type {
  CasePage,
  CaseView,
  HistoryEntry,
  Problem,
  RightsView,
  SessionView,
  SheetView,
  TargetTree,
} from '#contracts';
import { newId } from '#platform';
import { Neighbour } from '../security/neighbour.js';
import { Kin } from '../security/kin.js';
import { DIRECTOR, MAYOR, OFFICER, SheetWork } from './annual-target/sheet-work.js';
import type { Person } from './office.js';

/** A district with units, a plan and an open year of its own, here under the city. */
const DISTRICT = 'neighbour';

let work: SheetWork;
let district: Neighbour;
let kin: Kin;
let director: Person;

beforeAll(async () => {
  work = await SheetWork.open();
  await (await work.sheet('hz-hbj')).to('drafting');
  district = await Neighbour.beside(work.office);
  kin = await Kin.of(work.office, district);
  director = await work.person(DIRECTOR);
}, 120_000);
afterAll(() => work.close());
beforeEach(() => layUnder('hangzhou'));

async function layUnder(code: string | null): Promise<void> {
  await work.office.asOwner(
    `UPDATE tenants SET parent_id = (SELECT tenant_id FROM tenants WHERE code = $2) WHERE code = $1`,
    [DISTRICT, code],
  );
}

const list = async (person: Person, query = '&limit=200'): Promise<CasePage> =>
  (await person.get<CasePage>(`/api/cases?workflow=annual-target${query}`)).body;

/** A case of the district, with its sheet. */
async function theirs(): Promise<{ instanceId: string; sheetId: string; taskId: string; unitId: string }> {
  const [row] = await work.office.asOwner<{ instanceId: string; sheetId: string; taskId: string; unitId: string }>(
    `SELECT s.instance_id AS "instanceId", s.sheet_id AS "sheetId", t.task_id AS "taskId", s.unit_id AS "unitId"
       FROM target_sheets s JOIN tasks t USING (instance_id) JOIN units u ON u.unit_id = s.unit_id
      WHERE s.tenant_id = $1 AND u.code = 'HZ-HBJ' AND s.kind = 'main'`,
    [district.tenantId],
  );
  if (!row) throw new Error('the district has no sheet');
  return row;
}

describe('what a city reads of its district', () => {
  test.each([
    ['the director', DIRECTOR],
    ['leadership', MAYOR],
  ])('is told to %s among their own cases, with whose it is; one may ask for either', async (_, account) => {
    const person = await work.person(account);
    const all = await list(person);
    const tenants = new Set(all.rows.map(({ tenant }) => tenant?.code ?? 'own'));
    expect(tenants).toEqual(new Set(['own', DISTRICT]));
    const [own, below] = [
      await list(person, '&limit=200&tenant=hangzhou'),
      await list(person, `&limit=200&tenant=${DISTRICT}`),
    ];
    expect(new Set(own.rows.map(({ tenant }) => tenant))).toEqual(new Set([null]));
    expect(new Set(below.rows.map(({ tenant }) => tenant?.name.zh))).toEqual(new Set(['邻市']));
    expect(own.total + below.total).toBe(all.total);
    expect(below.total).toBe((await list(await district.person(account))).total);
    expect(
      below.rows.every(({ unit, states }) => unit !== null && states.every(({ title, path }) => title.zh !== path)),
    ).toBe(true);
    expect((await list(person, '&limit=200&tenant=district')).total).toBe(0);
    const nowhere = await person.get<Problem>('/api/cases?workflow=annual-target&tenant=nowhere');
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'tenant.beyond']);
    const { body } = await person.get<SessionView>('/api/session');
    expect(body.tenantsBelow.map(({ code }) => code)).toEqual(['district', DISTRICT]);
  });

  test('opens as a case of theirs, with nothing to do in it: history, changes, sheet, targets and picture', async () => {
    const { instanceId, sheetId } = await theirs();
    const { body: seen } = await director.get<CaseView>(`/api/cases/${instanceId}`);
    expect(seen).toMatchObject({ tenant: { code: DISTRICT }, myTasks: [], acts: [], unit: { code: 'HZ-HBJ' } });
    expect(seen.openTasks.length).toBeGreaterThan(0);
    expect((await director.get<HistoryEntry[]>(`/api/cases/${instanceId}/history`)).body.length).toBeGreaterThan(0);
    expect((await director.get(`/api/cases/${instanceId}/changes`)).status).toBe(200);
    const { body: sheet } = await director.get<SheetView>(`/api/sheets/${sheetId}`);
    expect([sheet.mode, sheet.unit.code]).toEqual(['read', 'HZ-HBJ']);
    const [own, below] = await Promise.all(
      ['', `?tenant=${DISTRICT}`].map(async (query) => (await director.get<TargetTree>(`/api/targets${query}`)).body),
    );
    // The own may be named as well, wherever a tenant may be.
    expect((await director.get<TargetTree>('/api/targets?tenant=hangzhou')).body).toEqual(own);
    const unitsIn = (tree?: TargetTree): (string | undefined)[] =>
      tree?.domains.flatMap(({ kpis }) =>
        kpis.flatMap(({ years }) => years.flatMap(({ units }) => units.map(({ unitId }) => unitId))),
      ) ?? [];
    expect(unitsIn(below).length).toBeGreaterThan(0);
    expect(unitsIn(own).filter((unitId) => unitsIn(below).includes(unitId))).toEqual([]);
    const picture = `/api/definitions/annual-target/${seen.version}?tenant=${DISTRICT}`;
    expect((await director.get(picture)).status).toBe(200);
    expect(
      (
        await director.get<CaseView>(
          `/api/cases/${(await list(director, '&limit=200&tenant=hangzhou')).rows[0]?.instanceId ?? ''}`,
        )
      ).body.tenant,
    ).toBeNull();
  });

  test('does not name the citizens who commented there; only where names are read, that is noted', async () => {
    const { sheetId } = await theirs();
    await work.office.asOwner(
      `INSERT INTO public_comments (comment_id, tenant_id, sheet_id, text, from_name, at) VALUES ($1, $2, $3, '建议公开。', '市民', now())`,
      [newId(), district.tenantId, sheetId],
    );
    const noted = async (): Promise<number> =>
      (
        await work.office.asOwner(
          `SELECT FROM operation_log WHERE action = 'personal-data.read' AND object_id = $1::text`,
          [sheetId],
        )
      ).length;
    const names = async (person: Person): Promise<unknown> =>
      (await person.get<SheetView>(`/api/sheets/${sheetId}`)).body.comments.map(({ from }) => from);
    expect([await names(director), await noted()]).toEqual([[null], 0]);
    expect([await names(await district.person(OFFICER)), await noted()]).toEqual([['市民'], 1]);
    await work.office.asOwner(`DELETE FROM public_comments WHERE sheet_id = $1`, [sheetId]);
  });

  test('is answered to HEAD as it is to GET', async () => {
    const { instanceId, sheetId } = await theirs();
    for (const path of [`/api/cases/${instanceId}`, `/api/cases/${instanceId}/history`, `/api/sheets/${sheetId}`]) {
      const url = `${work.office.address}${path}`;
      const { status } = await fetch(url, { method: 'HEAD', headers: { cookie: director.cookie } });
      expect([path, status]).toEqual([path, 200]);
    }
  });

  test('is listed with its own words where only the district has the workflow', async () => {
    const { instanceId } = await theirs();
    await work.office.asOwner(
      `INSERT INTO definitions (tenant_id, workflow, version, body, published_at)
       SELECT tenant_id, 'of-district', version, jsonb_set(body::jsonb, '{workflow}', '"of-district"')::json, published_at
         FROM definitions WHERE tenant_id = $1 AND workflow = 'annual-target'`,
      [district.tenantId],
    );
    const put = (workflow: string): Promise<unknown> =>
      work.office.asOwner(`UPDATE instances SET workflow = $2 WHERE instance_id = $1`, [instanceId, workflow]);
    await put('of-district');
    const { status, body } = await director.get<CasePage>('/api/cases?workflow=of-district');
    await put('annual-target');
    expect([status, body.total, body.rows.map((row) => row.instanceId)]).toEqual([200, 1, [instanceId]]);
    const titles = [...body.states, ...(body.rows[0]?.states ?? [])];
    expect(titles).toHaveLength(2);
    expect(titles.every(({ title, path }) => title.zh !== path && title.zh !== '')).toBe(true);
    const nobodys = await director.get<Problem>('/api/cases?workflow=of-nobody');
    expect([nobodys.status, nobodys.body.code]).toEqual([404, 'definition.missing']);
  });

  test('is nothing to anybody else of the city: neither in lists nor by its id', async () => {
    const { instanceId, sheetId } = await theirs();
    for (const account of [OFFICER, 'hz-kpb.admin', 'hz-hbj.leader', 'hz-hbj.operator']) {
      const person = await work.person(account);
      expect([account, (await list(person)).rows.filter(({ tenant }) => tenant !== null)]).toEqual([account, []]);
      const codes = await Promise.all(
        [`/api/cases/${instanceId}`, `/api/sheets/${sheetId}`, `/api/targets?tenant=${DISTRICT}`].map(
          async (path) => (await person.get<Problem>(path)).body.code,
        ),
      );
      expect([account, codes]).toEqual([account, ['case.missing', 'sheet.missing', 'tenant.beyond']]);
      expect((await person.get<SessionView>('/api/session')).body.tenantsBelow).toEqual([]);
    }
  });

  test('is nothing to do: whatever its director could do there, the city’s is told that there is no such thing', async () => {
    const { instanceId, taskId } = await theirs();
    const { revision } = (await director.get<CaseView>(`/api/cases/${instanceId}`)).body;
    const codes = [
      await director.post<Problem>(`/api/cases/${instanceId}/acts/urge`, { revision }),
      await director.post<Problem>(`/api/cases/${instanceId}/operations/suspend`, { revision, reason: '检查' }),
      await director.post<Problem>(`/api/tasks/${taskId}/answer`, { outcome: 'approve', revision }),
      await director.call<Problem>('PUT', `/api/tasks/${taskId}/draft`, { draftRevision: 0, data: {} }),
    ].map(({ status, body }) => [status, body.code]);
    expect(codes).toEqual([
      [404, 'case.missing'],
      [404, 'case.missing'],
      [404, 'task.missing'],
      [404, 'task.missing'],
    ]);
    expect(await (await district.person(DIRECTOR)).case(instanceId)).toMatchObject({ revision, status: 'running' });
  });

  test('reaches through a tenant between, and ends with the next request when it is laid elsewhere', async () => {
    const { instanceId } = await theirs();
    const province = await kin.person('above', 'leadership');
    expect((await province.get<CaseView>(`/api/cases/${instanceId}`)).body.tenant?.code).toBe(DISTRICT);
    expect(new Set((await list(province)).rows.map(({ tenant }) => tenant?.code))).toEqual(
      new Set(['hangzhou', DISTRICT]),
    );
    await layUnder(null);
    expect((await province.get(`/api/cases/${instanceId}`)).status).toBe(404);
    expect((await director.get(`/api/cases/${instanceId}`)).status).toBe(404);
    expect((await list(director)).rows.every(({ tenant }) => tenant === null)).toBe(true);
  });

  test('is not to be had the other way round, nor beside it', async () => {
    const own = (await list(director, '&limit=200&tenant=hangzhou')).rows[0]?.instanceId ?? '';
    for (const person of [await district.person(DIRECTOR), await kin.person('child', 'office.director')]) {
      expect((await person.get(`/api/cases/${own}`)).status).toBe(404);
      expect((await person.get('/api/targets?tenant=hangzhou')).status).toBe(404);
      expect((await list(person)).rows.every(({ tenant }) => tenant === null)).toBe(true);
    }
    const { instanceId } = await theirs();
    expect((await (await kin.person('child', 'leadership')).get(`/api/cases/${instanceId}`)).status).toBe(404);
  });

  test('is explained: whose posts reach into it, and of a unit of it who reads from above, by post and not by name', async () => {
    const rightsOf = async (person: Person, query: string): Promise<RightsView> =>
      (await person.get<RightsView>(`/api/rights?${query}`)).body;
    const { accountId } = (await director.get<SessionView>('/api/session')).body;
    const scopes = async (person: Person, of: string): Promise<Set<string>> =>
      new Set((await rightsOf(person, `account=${of}`)).rows.flatMap(({ rights }) => rights.map(({ scope }) => scope)));
    expect(await scopes(director, accountId)).toEqual(new Set(['own', 'tenant', 'children']));
    const theirDirector = await district.person(DIRECTOR);
    const own = (await theirDirector.get<SessionView>('/api/session')).body.accountId;
    expect(await scopes(theirDirector, own)).toEqual(new Set(['own', 'tenant']));
    const { unitId, instanceId } = await theirs();
    for (const query of [`unit=${unitId}`, `case=${instanceId}`]) {
      const { above, rows } = await rightsOf(theirDirector, query);
      expect(above.tenants.map(({ zh }) => zh)).toEqual(['杭州市（示例）', '浙江省']);
      expect(above.posts.map(({ zh }) => zh)).toEqual(['考评办负责人', '党委政府领导']);
      expect(rows.map((row) => row.accountId)).not.toContain(accountId);
    }
    expect((await director.get<Problem>(`/api/rights?case=${instanceId}`)).body.code).toBe('case.missing');
  });

  test('is read in turn, page by page, each once', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: CasePage = await list(director, `&limit=37${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      seen.push(...page.rows.map(({ instanceId }) => instanceId));
      cursor = page.nextCursor;
    }
    expect([new Set(seen).size, seen.length]).toEqual([seen.length, (await list(director)).total]);
  });
});
