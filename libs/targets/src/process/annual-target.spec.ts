import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { SheetView } from '#contracts';
import type { Reader } from '#tasks';
import { openDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { PLAN_LINES } from '../hangzhou-2017.fixture.js';
import { TargetOffice } from '../target-office.fixture.js';

const UNIT = '市环保局';
const LINES = PLAN_LINES.filter((line) => ['3', '8', '9', '10'].includes(line.no));

let database: TestDatabase;
let office: TargetOffice;
let officer: Reader;
let operator: Reader;
let leader: Reader;
let director: Reader;
let leadership: Reader;

beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  office = await TargetOffice.open(database.source, LINES);
  await office.openYear();
  officer = office.reader('office.officer');
  operator = office.reader('unit.operator', UNIT);
  leader = office.reader('unit.leader', UNIT);
  director = office.reader('office.director');
  leadership = office.reader('leadership');
});
afterEach(() => office.close());

const rowIds = async (sheetId: string): Promise<string[]> => (await office.read(sheetId)).rows.map((row) => row.rowId);
const returnRow = (rowId: string, opinion = '措施太空'): Record<string, unknown> => ({
  rows: { [rowId]: { verdict: 'return', opinion } },
});

/** To the director, with nobody having commented. */
async function toDirector(): Promise<string> {
  const sheetId = await office.toOffice(UNIT);
  await office.answer(officer, sheetId, 'pass');
  await office.moveTo('2017-02-01T09:00:00+08:00');
  await office.answer(officer, sheetId, 'handled');
  return sheetId;
}

describe('a sheet on its straight way', () => {
  test('is drafted, signed, reviewed, published, approved and issued', async () => {
    const sheetId = await office.sheetOf(UNIT);
    expect(await office.answer(officer, sheetId, 'send')).toEqual(['drafting']);
    await office.write(UNIT, sheetId);
    expect(await office.answer(operator, sheetId, 'submit')).toEqual(['unitReview']);
    expect(await office.answer(leader, sheetId, 'sign')).toEqual(['officeReview']);
    expect(await office.answer(officer, sheetId, 'pass')).toEqual(['publicComment']);
    await office.moveTo('2017-01-12T09:00:00+08:00');
    expect((await office.case(sheetId)).states).toEqual(['publicComment']);
    await office.moveTo('2017-01-14T09:00:00+08:00');
    expect((await office.case(sheetId)).states).toEqual(['commentHandling']);
    expect(await office.answer(officer, sheetId, 'handled')).toEqual(['directorReview']);
    expect(await office.answer(director, sheetId, 'approve')).toEqual(['leadershipApproval']);
    expect(
      await office.answer(leadership, sheetId, 'agree', { data: { approvalPaper: '市委办发〔2017〕12号' } }),
    ).toEqual(['issued']);

    expect(await office.case(sheetId)).toMatchObject({ ending: 'done' });
    const issued = await office.sheets.read(operator, sheetId);
    expect(issued).toMatchObject({ mode: 'read', approvalPaper: '市委办发〔2017〕12号' });
    expect(issued.rows.every((row) => row.locked)).toBe(true);
    expect(office.mails).toEqual(['target.issued']);
    const tree = await office.list.read(office.tenantId);
    expect(tree.domains[0]?.kpis.find((kpi) => kpi.kpiNo === '8')?.years[0]?.units).toMatchObject([
      { issued: true, stateTitle: { zh: '下达执行' } },
    ]);
  });

  test('cannot be submitted while anything is missing', async () => {
    const sheetId = await office.sheetOf(UNIT);
    await office.answer(officer, sheetId, 'send');
    await expect(office.answer(operator, sheetId, 'submit')).rejects.toMatchObject({ code: 'step.refused' });
    expect((await office.case(sheetId)).states).toEqual(['drafting']);
  });

  test('is not signed by whoever drafted it', async () => {
    const sheetId = await office.submit(UNIT);
    const both: Reader = { ...operator, holdings: [...operator.holdings, ...leader.holdings] };
    await expect(office.answer(both, sheetId, 'sign')).rejects.toMatchObject({ code: 'task.not-separate' });
  });

  test('cannot be withdrawn when it was assigned', async () => {
    const sheetId = await office.sheetOf(UNIT);
    await office.answer(officer, sheetId, 'send');
    await expect(office.answer(operator, sheetId, 'withdraw')).rejects.toMatchObject({ code: 'step.refused' });
  });
});

describe('a value that comes from above', () => {
  let sheetId: string;
  beforeEach(async () => {
    sheetId = await office.sheetOf('市发改委', 'supplement');
  });

  test('is waited for, entered with its paper, and then drafted', async () => {
    await expect(office.answer(officer, sheetId, 'send')).rejects.toMatchObject({ code: 'step.refused' });
    expect(await office.answer(officer, sheetId, 'valueMissing')).toEqual(['awaitingValue']);
    await expect(office.answer(officer, sheetId, 'valueReceived')).rejects.toMatchObject({ code: 'step.refused' });

    const { mode, rows } = await office.read(sheetId);
    expect({ mode, awaiting: rows[0]?.awaitingValue }).toEqual({ mode: 'value', awaiting: true });
    const content = {
      value: 5800,
      operator: '>=',
      unit: '亿元',
      target: '有效投资达到5800亿元',
      sourcePaper: '杭政函〔2017〕8号',
    };
    await office.sheets.patchRow(officer, sheetId, rows[0]?.rowId ?? '', { revision: 1, content });
    expect(await office.answer(officer, sheetId, 'valueReceived')).toEqual(['drafting']);

    const unit = office.reader('unit.operator', '市发改委');
    const drafted = await office.sheets.read(unit, sheetId);
    expect(drafted.rows[0]).toMatchObject({ awaitingValue: false, content: { value: 5800 } });
    await expect(
      office.sheets.patchRow(unit, sheetId, rows[0]?.rowId ?? '', { revision: 2, content: { value: 1 } }),
    ).rejects.toMatchObject({ facts: { errors: [{ code: 'field.not-yours' }] } });
  });

  test('that has not come by 30 June is issued as binding', async () => {
    await office.answer(officer, sheetId, 'valueMissing');
    await office.moveTo('2017-06-30T12:00:00+08:00');
    expect((await office.case(sheetId)).states).toEqual(['awaitingValue']);
    await office.moveTo('2017-07-01T01:00:00+08:00');
    expect(await office.case(sheetId)).toMatchObject({ states: ['issued'], subject: { binding: true } });
    expect((await office.read(sheetId)).rows[0]).toMatchObject({
      awaitingValue: true,
      locked: true,
      content: { target: '完成上级下达指标', nature: 'binding', value: null },
    });
    expect(office.mails).toContain('target.issued-without-value');
  });

  test('cannot be waited for where none is missing', async () => {
    await expect(office.answer(officer, await office.sheetOf(UNIT), 'valueMissing')).rejects.toMatchObject({
      code: 'step.refused',
    });
  });
});

describe('countersigning', () => {
  let sheetId: string;
  const coop = (unit: string): Reader => office.reader('unit.leader', unit);

  beforeEach(async () => {
    sheetId = await office.sheetOf(UNIT);
    await office.answer(officer, sheetId, 'send');
    await office.write(UNIT, sheetId);
    const { rows } = await office.sheets.read(operator, sheetId);
    const cooperations = [['市城管委'], ['市城管委', '市教育局'], []];
    for (const [index, units] of cooperations.entries()) {
      const coopUnitIds = units.map((unit) => office.unitId(unit));
      await office.sheets.patchRow(operator, sheetId, rows[index]?.rowId ?? '', {
        revision: rows[index]?.revision,
        content: { coopUnitIds },
      });
    }
    await office.answer(operator, sheetId, 'submit');
    expect(await office.answer(leader, sheetId, 'sign')).toEqual(['cosign']);
  });

  const countersigns = (sheet: SheetView): string[][] =>
    sheet.rows.map((row) =>
      row.countersigns.map((one) => `${one.unit.name} ${String(one.agrees)} ${one.reason ?? ''}`.trim()),
    );

  test('goes on when all have agreed', async () => {
    expect(await office.answer(coop('市城管委'), sheetId, 'agree')).toEqual(['cosign']);
    expect(countersigns(await office.read(sheetId))).toEqual([
      ['市城管委 true'],
      ['市城管委 true', '市教育局 null'],
      [],
    ]);
    expect(await office.answer(coop('市教育局'), sheetId, 'agree')).toEqual(['officeReview']);
    expect(await office.case(sheetId)).toMatchObject({ subject: { objected: false } });
    expect(countersigns(await office.read(sheetId))).toEqual([
      ['市城管委 true'],
      ['市城管委 true', '市教育局 true'],
      [],
    ]);
  });

  test('takes an objection to the office with its reason, row by row', async () => {
    const [, second = ''] = await rowIds(sheetId);
    const data = { rows: { [second]: { verdict: 'object', opinion: '职责不在我委' } } };
    await office.answer(coop('市城管委'), sheetId, 'object', { opinion: '见各项', data });
    expect(await office.answer(coop('市教育局'), sheetId, 'agree')).toEqual(['officeReview']);
    expect(await office.case(sheetId)).toMatchObject({ subject: { objected: true } });
    const sheet = await office.read(sheetId);
    expect(countersigns(sheet)).toEqual([['市城管委 true'], ['市城管委 false 职责不在我委', '市教育局 true'], []]);
    expect(
      sheet.rows[1]?.verdicts.map((verdict) => `${verdict.stateTitle.zh} ${verdict.by.zh} ${verdict.verdict}`),
    ).toEqual(expect.arrayContaining(['配合单位会签 市城管委 单位分管领导 object']));
  });

  test('that stays silent goes on with a mark', async () => {
    await office.answer(coop('市教育局'), sheetId, 'agree');
    await office.moveTo('2017-01-12T09:00:00+08:00');
    expect(await office.case(sheetId)).toMatchObject({
      states: ['officeReview'],
      subject: { unansweredUnitIds: [office.unitId('市城管委')], objected: false },
    });
    expect(countersigns(await office.read(sheetId))).toEqual([
      ['市城管委 null'],
      ['市城管委 null', '市教育局 true'],
      [],
    ]);
  });

  test('is asked again only for targets that are not locked', async () => {
    await office.answer(coop('市城管委'), sheetId, 'agree');
    await office.answer(coop('市教育局'), sheetId, 'agree');
    const [first = ''] = await rowIds(sheetId);
    await office.answer(officer, sheetId, 'return', { opinion: '请改', data: returnRow(first) });
    await office.write(UNIT, sheetId, { measures: '逐项落实' });
    await office.answer(operator, sheetId, 'submit');
    await office.answer(leader, sheetId, 'sign');
    expect((await office.case(sheetId)).subject['coopUnitIds']).toEqual([office.unitId('市城管委')]);
    expect(countersigns(await office.read(sheetId))).toEqual([
      ['市城管委 null'],
      ['市城管委 true', '市教育局 true'],
      [],
    ]);
    expect(await office.answer(coop('市城管委'), sheetId, 'agree')).toEqual(['officeReview']);
  });
});

describe('a return', () => {
  test('by the leader goes to the operator, with nothing locked', async () => {
    const sheetId = await office.submit(UNIT);
    await expect(office.answer(leader, sheetId, 'return')).rejects.toMatchObject({ code: 'answer.invalid' });
    expect(await office.answer(leader, sheetId, 'return', { opinion: '补充数据' })).toEqual(['drafting']);
    expect((await office.read(sheetId)).rows.some((row) => row.locked)).toBe(false);
  });

  test('by the office must name its rows and say why', async () => {
    const sheetId = await office.toOffice(UNIT);
    const [first = ''] = await rowIds(sheetId);
    const refused = (data: Record<string, unknown>): Promise<unknown> =>
      office.answer(officer, sheetId, 'return', { opinion: '请改', data });
    await expect(refused({})).rejects.toMatchObject({ code: 'sheet.return-names-no-row' });
    await expect(refused(returnRow(first, ''))).rejects.toMatchObject({
      code: 'sheet.return-names-no-row',
      facts: { errors: [{ pointer: `/data/rows/${first}/opinion` }] },
    });
    await expect(refused(returnRow(sheetId))).rejects.toMatchObject({ facts: { errors: [{ code: 'row.unknown' }] } });
    expect((await office.case(sheetId)).states).toEqual(['officeReview']);
  });

  test('leaves the accepted rows locked, and shows what was changed', async () => {
    const sheetId = await office.toOffice(UNIT);
    const [first = '', second = ''] = await rowIds(sheetId);
    expect(await office.answer(officer, sheetId, 'return', { opinion: '请改', data: returnRow(second) })).toEqual([
      'drafting',
    ]);
    expect(await office.case(sheetId)).toMatchObject({ subject: { rounds: 1, returnedRows: 1 } });

    const { rows } = await office.sheets.read(operator, sheetId);
    expect(rows.map((row) => row.locked)).toEqual([true, false, true]);
    expect(rows[1]?.verdicts).toMatchObject([
      { state: 'officeReview', verdict: 'return', opinion: '措施太空', by: { zh: '考评办经办人' } },
    ]);
    const locked = office.sheets.patchRow(operator, sheetId, first, {
      revision: rows[0]?.revision,
      content: { current: '改' },
    });
    await expect(locked).rejects.toMatchObject({ code: 'row.locked' });

    await office.write(UNIT, sheetId, { measures: '新增 30 个监测点' });
    const whileDrafting = await office.sheets.changes(operator, sheetId);
    expect(whileDrafting).toMatchObject({
      until: null,
      groups: [
        {
          title: { zh: '2. 空气质量' },
          changes: [{ title: { zh: '措施' }, before: '挂图作战', after: '新增 30 个监测点' }],
        },
      ],
    });
    await office.answer(operator, sheetId, 'submit');
    expect((await office.sheets.changes(leader, sheetId)).groups).toEqual(whileDrafting.groups);
    expect(await office.case(sheetId)).toMatchObject({ subject: { returnedRows: 0 } });
  });

  test('is reported to the director from the fourth time on', async () => {
    const sheetId = await office.toOffice(UNIT);
    const [first = ''] = await rowIds(sheetId);
    for (let round = 1; round <= 4; round += 1) {
      expect(office.mails).toEqual([]);
      await office.answer(officer, sheetId, 'return', { opinion: '再改', data: returnRow(first) });
      await office.write(UNIT, sheetId, { measures: `第 ${round} 稿` });
      await office.answer(operator, sheetId, 'submit');
      await office.answer(leader, sheetId, 'sign');
    }
    expect(office.mails).toEqual(['rounds.exceeded']);
    expect(await office.case(sheetId)).toMatchObject({ states: ['officeReview'], subject: { rounds: 4 } });
  });

  test('by director or leadership goes to the office again', async () => {
    const sheetId = await toDirector();
    expect(await office.answer(director, sheetId, 'return', { opinion: '再核' })).toEqual(['officeReview']);
    await office.answer(officer, sheetId, 'pass');
    await office.moveTo('2017-02-20T09:00:00+08:00');
    await office.answer(officer, sheetId, 'handled');
    await office.answer(director, sheetId, 'approve');
    expect(await office.answer(leadership, sheetId, 'return', { opinion: '提高目标' })).toEqual(['officeReview']);
  });
});

describe('the office’s review', () => {
  test('does not pass while a row is marked to go back', async () => {
    const sheetId = await office.toOffice(UNIT);
    const [first = ''] = await rowIds(sheetId);
    await expect(office.answer(officer, sheetId, 'pass', { data: returnRow(first) })).rejects.toMatchObject({
      code: 'sheet.pass-returns-row',
    });
  });

  test('asks for a verdict where an opinion was written', async () => {
    const sheetId = await office.toOffice(UNIT);
    const [first = '', second = ''] = await rowIds(sheetId);
    const data = { rows: { [first]: { verdict: '', opinion: '基数不对' }, [second]: { verdict: '', opinion: '' } } };
    await expect(office.answer(officer, sheetId, 'pass', { data })).rejects.toMatchObject({
      facts: { errors: [{ pointer: `/data/rows/${first}/verdict`, code: 'row.without-verdict' }] },
    });
  });

  test('keeps the checklist, and refuses what does not belong to it', async () => {
    const sheetId = await office.toOffice(UNIT);
    await expect(office.answer(officer, sheetId, 'pass', { data: { score: 3 } })).rejects.toMatchObject({
      facts: { errors: [{ pointer: '/data/score', code: 'field.unknown' }] },
    });
    await office.answer(officer, sheetId, 'pass', { data: { accurate: true, ambitious: false } });
    expect((await office.case(sheetId)).subject).toMatchObject({ accurate: true, ambitious: false });
  });

  test('does not refuse admission to what the office assigned', async () => {
    const sheetId = await office.toOffice(UNIT);
    await expect(office.answer(officer, sheetId, 'refuse', { opinion: '重复' })).rejects.toMatchObject({
      code: 'step.refused',
    });
  });

  test('is not decided by whoever reviewed', async () => {
    const sheetId = await toDirector();
    const both: Reader = { ...officer, holdings: [...officer.holdings, ...director.holdings] };
    await expect(office.answer(both, sheetId, 'approve')).rejects.toMatchObject({ code: 'task.not-separate' });
  });
});

describe('leadership', () => {
  test('may refuse, and the unit is told', async () => {
    const sheetId = await toDirector();
    await office.answer(director, sheetId, 'approve');
    expect(await office.answer(leadership, sheetId, 'refuse', { opinion: '与规划不符' })).toEqual(['notAdmitted']);
    expect(await office.case(sheetId)).toMatchObject({ ending: 'refused' });
    expect(office.mails).toEqual(['target.refused']);
  });

  test('that has not decided by 31 March makes the office follow it up', async () => {
    const sheetId = await toDirector();
    await office.answer(director, sheetId, 'approve');
    await office.moveTo('2017-04-01T01:00:00+08:00');
    expect(office.mails).toEqual(['target.issue-overdue']);
    expect((await office.case(sheetId)).states).toEqual(['leadershipApproval']);
    expect(await office.answer(leadership, sheetId, 'agree')).toEqual(['issued']);
  });
});

describe('a self-declared sheet', () => {
  const OWN = '市教育局';
  let own: Reader;

  beforeEach(() => {
    own = office.reader('unit.operator', OWN);
  });

  async function declare(): Promise<string> {
    const { sheetId } = await office.declarations.declare(own, 2017, office.unitId(OWN));
    return sheetId;
  }

  async function declareToOffice(): Promise<string> {
    const sheetId = await declare();
    await office.sheets.addRow(
      own,
      sheetId,
      {
        content: { indicator: '学前教育', target: '新增公办园 20 所', value: 20, unit: '所', weight: 100 },
      },
      { key: newId(), hash: '' },
    );
    await office.write(OWN, sheetId);
    await office.answer(own, sheetId, 'submit');
    await office.answer(office.reader('unit.leader', OWN), sheetId, 'sign');
    return sheetId;
  }

  test('begins in drafting, and the office has nothing to allocate', async () => {
    const sheetId = await declare();
    const found = await office.case(sheetId);
    expect(found.states).toEqual(['drafting']);
    const open = await database.source.query<{ state: string }[]>(
      `SELECT state FROM tasks WHERE instance_id = $1 AND status = 'open'`,
      [found.instanceId],
    );
    expect(open).toEqual([{ state: 'drafting' }]);
  });

  test('is one a unit and a year, and needs an open year', async () => {
    await expect(office.declarations.declare(own, 2018, office.unitId(OWN))).rejects.toMatchObject({
      code: 'year.not-open',
    });
    await expect(office.declarations.declare(operator, 2017, office.unitId(UNIT))).rejects.toMatchObject({
      code: 'sheet.already-there',
    });
    await expect(office.declarations.declare(operator, 2017, office.unitId(OWN))).rejects.toMatchObject({
      code: 'sheet.not-your-unit',
    });
  });

  test('may be withdrawn, and declared anew', async () => {
    const sheetId = await declare();
    expect(await office.answer(own, sheetId, 'withdraw')).toEqual(['withdrawn']);
    expect(await office.case(sheetId)).toMatchObject({ ending: 'withdrawn' });
    expect(await declare()).not.toBe(sheetId);
  });

  test('goes the same way as an assigned one', async () => {
    expect((await office.case(await declareToOffice())).states).toEqual(['officeReview']);
  });

  test('may be refused admission by the office', async () => {
    const sheetId = await declareToOffice();
    expect(await office.answer(officer, sheetId, 'refuse', { opinion: '超出总量' })).toEqual(['notAdmitted']);
    expect(office.mails).toEqual(['target.refused']);
  });
});
