import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CommentView, Problem, PublicSheet } from '#contracts';
import type { Person, Reply } from '../office.js';
import { DIRECTOR, OFFICER, SheetWork, type TravellingSheet } from './sheet-work.js';

let work: SheetWork;
let officer: Person;
let citizen: Person;
let sheet: TravellingSheet;
let quiet: TravellingSheet;

beforeAll(async () => {
  work = await SheetWork.open();
  officer = await work.person(OFFICER);
  citizen = await work.office.person();
  sheet = await (await work.sheet('hz-hbj')).to('officeReview');
  quiet = await (await work.sheet('hz-kw')).to('officeReview');
});
afterAll(() => work.close());

const published = async (): Promise<PublicSheet[]> => (await citizen.get<PublicSheet[]>('/api/public/sheets')).body;
const comment = (text: string, more: Record<string, unknown> = {}) =>
  citizen.post<{ commentId: string } & Problem>('/api/public/comments', { sheetId: sheet.sheetId, text, ...more });
const answer = (commentId: string, body: unknown, person = officer): Promise<Reply<Problem>> =>
  person.call('PUT', `/api/comments/${commentId}/answer`, body);
const comments = async (): Promise<CommentView[]> => (await sheet.view()).comments;

describe('before it is published', () => {
  test('the public sees nothing of a sheet and cannot comment on it', async () => {
    expect(await published()).toEqual([]);
    const reply = await comment('希望早点公布。');
    expect([reply.status, reply.body.code]).toEqual([409, 'comment.window-closed']);
  });
});

describe('the public', () => {
  beforeAll(async () => {
    for (const one of [sheet, quiet]) await officer.answer(one.instanceId, 'pass');
  });

  test('reads the published targets without signing in, for 10 days', async () => {
    const found = (await published()).find((one) => one.sheetId === sheet.sheetId);
    expect(found).toMatchObject({ unitName: '市环保局', year: 2017, closesAt: '2017-01-13T15:59:59.999Z' });
    expect(found?.rows.map((row) => [row.indicator, row.target])).toContainEqual(['空气质量', '51μg/m3']);
    expect(Object.keys(found?.rows[0] ?? {}).sort()).toEqual(['indicator', 'measures', 'rowId', 'target']);
  });

  test('comments on a sheet or on one of its targets', async () => {
    const { rowId } = await sheet.row(1);
    expect((await comment('建议公开每月监测数据。', { from: '市民' })).status).toBe(201);
    expect((await comment('51微克太高，建议45。', { rowId })).status).toBe(201);
    expect(await comments()).toMatchObject([
      { rowId: null, text: '建议公开每月监测数据。', from: '市民', answer: null },
      { rowId, indicator: '空气质量', text: '51微克太高，建议45。' },
    ]);
    expect(await sheet.fact('commentsOpen')).toBe(2);
  });

  test.each<[string, string, Record<string, unknown>, string]>([
    ['says too little', '好', {}, '/text'],
    ['says too much', '长'.repeat(1001), {}, '/text'],
    ['hides characters', '建议\u202e公开数据', {}, '/text'],
    ['signs too long', '建议公开数据。', { from: '名'.repeat(41) }, '/from'],
    ['sends what is not asked', '建议公开数据。', { answer: '采纳' }, '/answer'],
    ['names no sheet', '建议公开数据。', { sheetId: 'x' }, '/sheetId'],
  ])('is refused where it %s', async (_, text, more, pointer) => {
    const reply = await comment(text, more);
    expect([reply.status, reply.body.errors?.map((error) => error.pointer)]).toEqual([422, [pointer]]);
  });

  test('cannot comment on a target of another sheet', async () => {
    const { rowId } = await quiet.row(1);
    const reply = await comment('建议公开数据。', { rowId });
    expect(reply.status).toBe(409);
    expect(await comments()).toHaveLength(2);
  });

  test('is heard until the last day is over, and not after it', async () => {
    await work.office.moveTo('2017-01-13T23:59:00+08:00');
    expect((await comment('最后一天的意见。')).status).toBe(201);
    await work.office.moveTo('2017-01-14T00:00:00+08:00');
    expect([await sheet.state(), await quiet.state()]).toEqual(['commentHandling', 'commentHandling']);
    const late = await comment('迟到的意见。');
    expect([late.status, late.body.code]).toEqual([409, 'comment.window-closed']);
    expect(await published()).toEqual([]);
  });
});

describe('handling the comments', () => {
  test('is refused until every one is answered', async () => {
    for (const open of [3, 2, 1]) {
      expect(await sheet.fact('commentsOpen')).toBe(open);
      const reply = await officer.try(sheet.instanceId, 'handled');
      expect([reply.status, reply.body.code]).toEqual([409, 'step.refused']);
      const next = (await comments()).find((one) => one.answer === null);
      expect((await answer(next?.commentId ?? '', { adopted: open === 3, text: '已研究，说明如下。' })).status).toBe(
        204,
      );
    }
    expect((await comments()).map((one) => one.answer?.adopted)).toEqual([true, false, false]);
  });

  test('is the office’s: nobody else answers', async () => {
    const [first] = await comments();
    const body = { adopted: false, text: '不予采纳。' };
    for (const account of [DIRECTOR, 'hz-hbj.operator', 'hz-szf.leader1', 'hz-kpb.admin']) {
      const reply = await answer(first?.commentId ?? '', body, await work.person(account));
      expect([account, reply.status]).toEqual([account, 403]);
    }
    expect((await answer(first?.commentId ?? '', body, citizen)).status).toBe(401);
    expect((await comments())[0]?.answer?.adopted).toBe(true);
  });

  test.each<[string, unknown, string]>([
    ['is empty', { adopted: true, text: '  ' }, '/text'],
    ['does not say whether it is adopted', { text: '采纳。' }, '/adopted'],
    ['is over-long', { adopted: true, text: '长'.repeat(2001) }, '/text'],
  ])('refuses an answer that %s', async (_, body, pointer) => {
    const [first] = await comments();
    const reply = await answer(first?.commentId ?? '', body);
    expect([reply.status, reply.body.errors?.map((error) => error.pointer)]).toEqual([422, [pointer]]);
  });

  test('takes a sheet without comments on at once', async () => {
    expect(await officer.answer(quiet.instanceId, 'handled')).toEqual(['directorReview']);
  });

  test('that ask for a change sends the named targets back to the unit, for a reason', async () => {
    const silent = await officer.try(sheet.instanceId, 'needsChange');
    expect([silent.status, silent.body.errors?.[0]?.pointer]).toEqual([422, '/opinion']);
    const { rowId } = await sheet.row(1);
    const data = { rows: { [rowId]: { verdict: 'return', opinion: '按公众意见调低至48。' } } };
    expect(await officer.answer(sheet.instanceId, 'needsChange', { opinion: '第1项按意见调整。', data })).toEqual([
      'drafting',
    ]);
    expect((await sheet.view()).rows.map((row) => row.locked)).toEqual([false, true, true]);
    expect(await sheet.fact('rounds')).toBe(0);
  });

  test('is followed by another signature, review and publication, with the old comments kept', async () => {
    await sheet.to('publicComment');
    expect((await published()).map((one) => [one.sheetId, one.closesAt])).toEqual([
      [sheet.sheetId, '2017-01-24T15:59:59.999Z'],
    ]);
    expect((await comment('改得好，支持。')).status).toBe(201);
    await work.office.moveTo('2017-01-25T09:00:00+08:00');
    expect(await sheet.fact('commentsOpen')).toBe(1);
    expect(await comments()).toHaveLength(4);
  });

  test('lets an answer be bettered until they are handled, and not afterwards', async () => {
    const last = (await comments()).at(-1);
    const better = { adopted: true, text: '感谢支持，已采纳。' };
    expect((await answer(last?.commentId ?? '', { adopted: false, text: '感谢。' })).status).toBe(204);
    expect((await answer(last?.commentId ?? '', better)).status).toBe(204);
    expect(await officer.answer(sheet.instanceId, 'handled')).toEqual(['directorReview']);
    const late = await answer(last?.commentId ?? '', { adopted: false, text: '改口。' });
    expect([late.status, late.body.code]).toEqual([409, 'comment.not-answerable']);
    expect((await comments()).at(-1)?.answer).toMatchObject({ adopted: true, text: better.text });
  });
});
