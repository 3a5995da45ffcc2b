import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { SheetRow } from '#contracts';
import type { Reader } from '#tasks';
import { openDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { PLAN_LINES } from '../hangzhou-2017.fixture.js';
import { loadLastSubmissions } from '../submission/submission-store.js';
import { TargetOffice, WRITTEN } from '../target-office.fixture.js';

const UNIT = '市环保局';
const LINES = PLAN_LINES.filter((line) => ['6', '8', '9', '10'].includes(line.no));

let database: TestDatabase;
let office: TargetOffice;
let sheetId: string;
let operator: Reader;
let officer: Reader;

beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  office = await TargetOffice.open(database.source, LINES);
  await office.openYear();
  sheetId = await office.sheetOf(UNIT);
  operator = office.reader('unit.operator', UNIT);
  officer = office.reader('office.officer');
});
afterEach(() => office.close());

const rowsOf = async (reader = operator, sheet = sheetId): Promise<SheetRow[]> =>
  (await office.sheets.read(reader, sheet)).rows;
const firstRow = async (reader = operator): Promise<SheetRow> => {
  const [row] = await rowsOf(reader);
  if (!row) throw new Error('the sheet is empty');
  return row;
};
const patch = async (
  reader: Reader,
  content: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Promise<SheetRow | undefined> => {
  const row = await firstRow(reader);
  const view = await office.sheets.patchRow(reader, sheetId, row.rowId, { revision: row.revision, content, ...more });
  return view.rows[0];
};
const toDrafting = (): Promise<string[]> => office.answer(officer, sheetId, 'send');

describe('a new sheet', () => {
  test('shows its targets with the plan behind them, and what is still to be written', async () => {
    const sheet = await office.sheets.read(operator, sheetId);
    expect(sheet).toMatchObject({
      mode: 'read',
      kind: 'main',
      weightSum: 100,
      title: { zh: '市环保局2017年度目标申报表' },
    });
    expect(sheet.rows.map((row) => [row.kpi?.kpiNo, row.class, row.content.value, row.content.weight])).toEqual([
      ['8', 'key', 51, 34],
      ['9', 'key', 280, 33],
      ['10', 'key', 80, 33],
    ]);
    expect(sheet.problems).toHaveLength(3 * 6);
  });

  test('is the office’s to settle until it is sent, and the unit’s afterwards', async () => {
    expect((await office.sheets.read(officer, sheetId)).mode).toBe('allocate');
    expect(await patch(officer, { weight: 40 }, { class: 'priority' })).toMatchObject({
      class: 'priority',
      revision: 2,
      content: { weight: 40 },
    });
    await expect(patch(operator, { current: '达标' })).rejects.toMatchObject({ code: 'sheet.not-open' });

    await toDrafting();
    expect((await office.sheets.read(operator, sheetId)).mode).toBe('draft');
    expect(await patch(operator, { current: '达标' })).toMatchObject({ content: { current: '达标' } });
    await expect(patch(officer, { weight: 30 })).rejects.toMatchObject({ code: 'sheet.not-open' });
  });
});

describe('changing a target', () => {
  beforeEach(toDrafting);

  test('keeps only what is given and counts the revision up', async () => {
    const before = await firstRow();
    expect(await patch(operator, WRITTEN)).toEqual({
      ...before,
      revision: before.revision + 1,
      content: { ...before.content, ...WRITTEN },
    });
  });

  test('leaves the revision where nothing differs', async () => {
    const { revision, content } = await firstRow();
    expect(await patch(operator, { weight: content.weight })).toMatchObject({ revision });
  });

  test('what the office assigned is not the unit’s to change', async () => {
    await expect(patch(operator, { value: 60, target: '60μg/m3', current: '达标' })).rejects.toMatchObject({
      code: 'body.invalid',
      facts: {
        errors: [
          { pointer: '/content/target', code: 'field.not-yours' },
          { pointer: '/content/value', code: 'field.not-yours' },
        ],
      },
    });
    expect((await firstRow()).content.current).toBe('');
  });

  test('a stale revision is refused with what changed', async () => {
    const row = await firstRow();
    await patch(operator, { current: '甲', methods: '乙' });
    const stale = office.sheets.patchRow(operator, sheetId, row.rowId, {
      revision: row.revision,
      content: { current: '丙' },
    });
    await expect(stale).rejects.toMatchObject({
      refusal: 'conflict',
      code: 'row.changed',
      facts: { params: { revision: row.revision + 1, changed: { current: '甲', methods: '乙' } } },
    });
  });

  test('two changes at once end in one change and one refusal', async () => {
    const { rowId, revision } = await firstRow();
    const change = (current: string): Promise<unknown> =>
      office.sheets.patchRow(operator, sheetId, rowId, { revision, content: { current } });
    const results = await Promise.allSettled([change('甲'), change('乙')]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('a change and a submission at once: what is submitted is what stands', async () => {
    await office.write(UNIT, sheetId);
    await Promise.allSettled([patch(operator, { current: '抢先一步' }), office.answer(operator, sheetId, 'submit')]);
    expect((await office.case(sheetId)).states).toEqual(['unitReview']);
    const [submission] = await loadLastSubmissions(office.database, sheetId);
    expect(submission?.rows.map((row) => row.content)).toEqual((await rowsOf()).map((row) => row.content));
  });

  test.each<[string, unknown, string, string]>([
    ['an unknown field', { score: 3 }, '/content/score', 'field.unknown'],
    ['a wrong type', { weight: '三十' }, '/content/weight', 'field.wrong-type'],
    ['a weight over 100', { weight: 101 }, '/content/weight', 'field.out-of-range'],
    ['an over-long text', { current: '长'.repeat(2001) }, '/content/current', 'text.too-long'],
    ['NUL', { current: 'a\0b' }, '/content/current', 'text.control-character'],
    ['a bidirectional override', { measures: 'a\u202eb' }, '/content/measures', 'text.control-character'],
    ['a broken character', { measures: 'a\ud800' }, '/content/measures', 'text.not-unicode'],
    [
      'a day that does not exist',
      { milestones: [{ date: '2017-02-30', text: '', quality: '' }] },
      '/content/milestones/0/date',
      'field.wrong-type',
    ],
    [
      'an unknown field of a milestone',
      { milestones: [{ date: '', text: '', quality: '', by: '' }] },
      '/content/milestones/0/by',
      'field.unknown',
    ],
  ])('%s is refused, field by field', async (_, content, pointer, code) => {
    await expect(patch(operator, content as Record<string, unknown>)).rejects.toMatchObject({
      refusal: 'invalid',
      code: 'body.invalid',
      facts: { errors: [{ pointer, code }] },
    });
  });

  test('cooperating units are single units of the tenant, and not the unit itself', async () => {
    const coopUnitIds = [office.unitId(UNIT), office.tenantId, office.unitId('市城管委'), office.unitId('市城管委')];
    await expect(patch(operator, { coopUnitIds })).rejects.toMatchObject({
      facts: {
        errors: [
          { pointer: '/content/coopUnitIds/0', code: 'unit.own' },
          { pointer: '/content/coopUnitIds/1', code: 'unit.unknown' },
          { pointer: '/content/coopUnitIds/3', code: 'unit.twice' },
        ],
      },
    });
    expect((await patch(operator, { coopUnitIds: [office.unitId('市城管委')] }))?.coopUnits).toMatchObject([
      { name: '市城管委' },
    ]);
  });

  test('a joint lead of the plan stays among the cooperating units', async () => {
    const talents = await office.sheetOf('市委人才办');
    await office.answer(officer, talents, 'send');
    const reader = office.reader('unit.operator', '市委人才办');
    const [row] = await rowsOf(reader, talents);
    const change = office.sheets.patchRow(reader, talents, row?.rowId ?? '', {
      revision: 1,
      content: { coopUnitIds: [] },
    });
    await expect(change).rejects.toMatchObject({ facts: { errors: [{ code: 'row.cooperation-assigned' }] } });
  });
});

describe('targets of the unit’s own', () => {
  beforeEach(toDrafting);

  test('are added, written whole and removed again', async () => {
    const { view: added } = await office.sheets.addRow(
      operator,
      sheetId,
      {
        class: 'challenge',
        content: { indicator: '绿道', target: '新建100公里', value: 100, unit: '公里' },
      },
      { key: newId(), hash: '' },
    );
    const row = added.rows.at(-1);
    expect(row).toMatchObject({
      no: 4,
      origin: 'declared',
      class: 'challenge',
      kpi: null,
      content: { indicator: '绿道', weight: 0 },
    });
    const changed = await office.sheets.patchRow(operator, sheetId, row?.rowId ?? '', {
      revision: 1,
      content: { value: 120 },
    });
    expect(changed.rows.at(-1)?.content.value).toBe(120);
    expect((await office.sheets.removeRow(operator, sheetId, row?.rowId ?? '')).rows).toHaveLength(3);
  });

  test('an assigned target stays (M027)', async () => {
    const row = await firstRow();
    await expect(office.sheets.removeRow(operator, sheetId, row.rowId)).rejects.toMatchObject({
      code: 'row.assigned-stays',
    });
  });

  test('are not the office’s to add', async () => {
    await expect(office.sheets.addRow(officer, sheetId, {}, { key: newId(), hash: '' })).rejects.toMatchObject({
      code: 'sheet.not-open',
    });
  });
});

describe('the office before the sheet is sent', () => {
  test('does not set a target below the plan', async () => {
    await expect(patch(officer, { value: 52 })).rejects.toMatchObject({
      facts: { errors: [{ pointer: '/content/value', code: 'row.weaker-than-plan' }] },
    });
    expect(await patch(officer, { value: 50 })).toMatchObject({ content: { value: 50 } });
  });

  test('does not write what the unit must', async () => {
    await expect(patch(officer, { measures: '代写' })).rejects.toMatchObject({
      facts: { errors: [{ pointer: '/content/measures', code: 'field.not-yours' }] },
    });
  });
});

describe('who reads a sheet', () => {
  test('another unit does not, until it is published', async () => {
    const other = office.reader('unit.operator', '市教育局');
    await expect(office.sheets.read(other, sheetId)).rejects.toMatchObject({
      refusal: 'missing',
      code: 'sheet.missing',
    });
    await office.toOffice(UNIT);
    await expect(office.sheets.changes(other, sheetId)).rejects.toMatchObject({ code: 'sheet.missing' });
    await office.answer(officer, sheetId, 'pass');
    expect((await office.sheets.read(other, sheetId)).mode).toBe('read');
  });

  test('another tenant knows of no such sheet', async () => {
    const stranger = { ...officer, tenantId: office.unitId(UNIT) };
    await expect(office.sheets.read(stranger, sheetId)).rejects.toMatchObject({
      refusal: 'missing',
      code: 'sheet.missing',
    });
  });

  test('a cooperating unit reads its own rows once the lead unit has signed', async () => {
    await toDrafting();
    await office.write(UNIT, sheetId);
    await patch(operator, { coopUnitIds: [office.unitId('市城管委')] });
    const coop = office.reader('unit.leader', '市城管委');
    await expect(office.sheets.read(coop, sheetId)).rejects.toMatchObject({ code: 'sheet.missing' });

    await office.answer(operator, sheetId, 'submit');
    await expect(office.sheets.read(coop, sheetId)).rejects.toMatchObject({ code: 'sheet.missing' });

    await office.answer(office.reader('unit.leader', UNIT), sheetId, 'sign');
    const seen = await office.sheets.read(coop, sheetId);
    expect(seen).toMatchObject({ mode: 'cosign', problems: [], rows: [{ no: 1 }] });
    expect(seen.rows).toHaveLength(1);
  });
});
