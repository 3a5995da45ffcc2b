import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Reader } from '#tasks';
import { openDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { PLAN_LINES } from '../hangzhou-2017.fixture.js';
import { TargetOffice } from '../target-office.fixture.js';

const UNIT = '市环保局';
const TEXT = '建议把臭氧也列入目标';
const LINES = PLAN_LINES.filter((line) => ['8', '9'].includes(line.no));

let database: TestDatabase;
let office: TargetOffice;
let officer: Reader;
let sheetId: string;

beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  office = await TargetOffice.open(database.source, LINES);
  await office.openYear();
  officer = office.reader('office.officer');
  sheetId = await office.toOffice(UNIT);
});
afterEach(() => office.close());

const add = (body: unknown): Promise<{ commentId: string }> => office.comments.add(office.tenantId, sheetId, body);

describe('before the sheet is published', () => {
  test('nobody can comment on it or see it', async () => {
    await expect(add({ text: TEXT })).rejects.toMatchObject({ refusal: 'conflict', code: 'comment.window-closed' });
    expect(await office.comments.open(office.tenantId)).toEqual([]);
  });
});

describe('while the sheet is published', () => {
  beforeEach(() => office.answer(officer, sheetId, 'pass'));

  test('anybody sees it with the day on which the window closes', async () => {
    const [published] = await office.comments.open(office.tenantId);
    expect(published).toMatchObject({ sheetId, unitName: UNIT, year: 2017, closesAt: '2017-01-13T15:59:59.999Z' });
    expect(published?.rows.map((row) => [row.indicator, row.measures])).toEqual([
      ['空气质量', '挂图作战'],
      ['空气质量', '挂图作战'],
    ]);
  });

  test('a comment is kept, on the sheet or on one target', async () => {
    const rowId = (await office.read(sheetId)).rows[1]?.rowId;
    await add({ text: TEXT, from: '市民' });
    await add({ text: '280 天太少了', rowId });
    expect((await office.read(sheetId)).comments).toMatchObject([
      { text: TEXT, from: '市民', rowId: null, answer: null },
      { text: '280 天太少了', from: '', rowId, indicator: '空气质量' },
    ]);
  });

  test.each<[string, unknown, string]>([
    ['too short', { text: '好的' }, '/text'],
    ['blank', { text: '          ' }, '/text'],
    ['too long', { text: '长'.repeat(1001) }, '/text'],
    ['hiding control characters', { text: '建议\u0000增加监测' }, '/text'],
    ['turning the direction of reading', { text: '建议\u202e增加监测' }, '/text'],
    ['signed at too great a length', { text: TEXT, from: '名'.repeat(41) }, '/from'],
    ['with fields nobody asked for', { text: TEXT, phone: '123' }, '/phone'],
  ])('a comment %s is refused', async (_, body, pointer) => {
    await expect(add(body)).rejects.toMatchObject({ code: 'body.invalid', facts: { errors: [{ pointer }] } });
  });

  test('must be answered one by one before the director decides', async () => {
    const first = await add({ text: TEXT });
    const second = await add({ text: '请公布监测点位' });
    await office.moveTo('2017-01-14T09:00:00+08:00');
    await expect(add({ text: TEXT })).rejects.toMatchObject({ code: 'comment.window-closed' });
    expect(await office.comments.open(office.tenantId)).toEqual([]);

    await office.comments.answer(officer, first.commentId, { adopted: false, text: '臭氧列入下一年度' });
    await expect(office.answer(officer, sheetId, 'handled')).rejects.toMatchObject({ code: 'step.refused' });
    await office.comments.answer(officer, second.commentId, { adopted: true, text: '将在官网公布' });
    expect((await office.read(sheetId)).comments.map((comment) => comment.answer?.adopted)).toEqual([false, true]);
    expect(await office.answer(officer, sheetId, 'handled')).toEqual(['directorReview']);
    await expect(
      office.comments.answer(officer, first.commentId, { adopted: true, text: '改口' }),
    ).rejects.toMatchObject({
      code: 'comment.not-answerable',
    });
  });

  test('are answered by the office alone', async () => {
    const { commentId } = await add({ text: TEXT });
    const operator = office.reader('unit.operator', UNIT);
    await expect(office.comments.answer(operator, commentId, { adopted: true, text: '采纳' })).rejects.toMatchObject({
      refusal: 'forbidden',
    });
  });

  test('may send the sheet back to the unit, all of it open again', async () => {
    await office.moveTo('2017-01-14T09:00:00+08:00');
    expect(await office.answer(officer, sheetId, 'needsChange', { opinion: '按公众意见补充臭氧指标' })).toEqual([
      'drafting',
    ]);
    const sheet = await office.sheets.read(office.reader('unit.operator', UNIT), sheetId);
    expect(sheet.mode).toBe('draft');
    expect(sheet.rows.some((row) => row.locked)).toBe(false);
  });
});
