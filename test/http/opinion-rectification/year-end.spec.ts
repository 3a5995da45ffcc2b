import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ImportReport, Problem } from '#contracts';
import type { Reply } from '../office.js';
import { ANSWER, EVALUATION, OpinionOffice, opinionRows, PLAN, refusal, REPORT } from './opinion-office.js';

const HEADER =
  'opinion_no,year,area_no,problem_area,problems,manifestation,lead_units,lead_unit_codes,rectification_directions,is_dynamic_row';
const CARRIED = '1,2018,2,城市管理方面,公交优先不够。,公交出行不够便捷,市交通运输局,HZ-JTJ,完善线网。,no';
const TWICE = '2,2018,2,城市管理方面,分类不够。,垃圾分类难落地,市城管委,HZ-CGW,加强分类。,no';
const NEW = '3,2018,2,城市管理方面,充电桩不足。,小区充电难,市建委,HZ-CJW,增设充电桩。,no';

let opinions: OpinionOffice;

beforeAll(async () => {
  opinions = await OpinionOffice.open();
});
afterAll(() => opinions.close());

const at = (instant: string): Promise<void> => opinions.office.moveTo(instant);

/** Uploads a list as the officer does in the browser. */
function upload(...rows: string[]): Promise<Reply<ImportReport & Partial<Problem>>> {
  const boundary = 'kaoping-boundary';
  const body = [
    `--${boundary}`,
    'content-disposition: form-data; name="files"; filename="opinions.csv"',
    'content-type: text/csv',
    '',
    [HEADER, ...rows].join('\n'),
    `--${boundary}--`,
    '',
  ].join('\r\n');
  return opinions.officer.post<ImportReport & Partial<Problem>>('/api/imports', body, {
    'content-type': `multipart/form-data; boundary=${boundary}`,
  });
}

/** The case of an opinion of 2018. */
async function of2018(opinionNo: number): Promise<string> {
  const rows = await opinionRows(opinions.officer);
  const found = rows.findLast((row) => row.columns['opinionNo'] === opinionNo);
  return found?.instanceId ?? '';
}

describe('when the year ends', () => {
  beforeAll(async () => {
    await opinions.bring(10, 'rectifying');
    await opinions.bring(13, 'trackedRectifying', 'tracked', { yearsRepeated: 2 });
    await opinions.bring(1, 'completionReview');
    await opinions.bring(2, 'completionReview', 'tracked');
    await opinions.bring(3, 'resultDecision');
    await opinions.bring(4, 'planDrafting');
    const id = await opinions.bring(5, 'thirdPartyEvaluation', 'tracked');
    await opinions.officer.answer(id, 'reportIn', { data: { ...EVALUATION, thirdPartyConclusion: 'failed' } });
    const last = await opinions.bring(6, 'thirdPartyEvaluation', 'tracked');
    await at('2017-12-31T23:59:00+08:00');
    expect([await opinions.states(opinions.idOf(10)), await opinions.states(last)]).toEqual([
      ['rectifying'],
      ['thirdPartyEvaluation'],
    ]);
    await at('2018-01-01T00:00:00+08:00');
  });

  test.each([10, 13])('what was not reported done is carried over (opinion %d)', async (opinionNo) => {
    const id = opinions.idOf(opinionNo);
    expect(await opinions.case(id)).toMatchObject({
      status: 'done',
      ending: 'carried',
      openTasks: [],
      endedAt: expect.stringContaining('2017-12-31T16:00:0'),
    });
    expect((await opinions.history(id)).at(-1)).toMatchObject({
      kind: 'timer',
      event: 'yearEnd',
      actor: null,
      toPaths: ['carriedOver'],
    });
    expect((await opinions.told(id, '结转下年')).flat()).toContain('hz-kpb.director');
  });

  test('who was still at it finds the task closed', async () => {
    const operator = await opinions.person('hz-jtj.operator');
    expect((await operator.case(opinions.idOf(10))).myTasks).toEqual([]);
    expect((await operator.inbox()).rows.filter((row) => row.instanceId === opinions.idOf(10))).toEqual([]);
  });

  test.each<[number, string]>([
    [1, 'completionReview'],
    [4, 'planDrafting'],
    [6, 'thirdPartyEvaluation'],
  ])('what is under review stays where it is (opinion %d at %s)', async (opinionNo, state) => {
    expect(await opinions.states(opinions.idOf(opinionNo))).toEqual([state]);
  });

  test.each<[number, string]>([
    [3, 'reopen'],
    [5, 'reopenTracked'],
  ])('a decision can no longer reopen (opinion %d)', async (opinionNo, event) => {
    const id = opinions.idOf(opinionNo);
    expect(await opinions.fact(id, 'yearOver')).toBe(true);
    const reply = await opinions.director.try(id, event, { opinion: '重新整改' });
    expect(refusal(reply)).toEqual([409, 'step.refused']);
    expect(reply.body.detail.zh).toContain('“整改年度已结束”为否');
  });

  test('the director carries over what did not pass', async () => {
    const id = opinions.idOf(5);
    expect(await opinions.director.answer(id, 'carryOver', { opinion: '年内未解决' })).toEqual(['carriedOver']);
    expect(await opinions.case(id)).toMatchObject({ ending: 'carried' });
  });

  test('the director may still close', async () => {
    expect(await opinions.director.answer(opinions.idOf(3), 'close', { data: ANSWER })).toEqual(['closed']);
  });

  test('what passes after the year cannot be carried over', async () => {
    const id = opinions.idOf(6);
    await opinions.officer.answer(id, 'reportIn', { data: EVALUATION });
    await opinions.pass(0);
    expect(await opinions.fact(id, 'yearOver')).toBe(true);
    expect(refusal(await opinions.director.try(id, 'carryOver', { opinion: '结转' }))).toEqual([409, 'step.refused']);
  });

  test.each<[number, string]>([
    [1, 'return'],
    [2, 'returnTracked'],
  ])('a completion returned now is carried over at once (opinion %d)', async (opinionNo, event) => {
    const id = opinions.idOf(opinionNo);
    await opinions.officer.answer(id, event, { opinion: '佐证不足' });
    await opinions.pass(0);
    expect(await opinions.states(id)).toEqual(['carriedOver']);
  });
});

describe('the next year’s list', () => {
  test('opens a case for each opinion, whole or not at all', async () => {
    const { body } = await upload(CARRIED, TWICE, NEW.replace('HZ-CJW', 'HZ-NIX'));
    expect(body).toMatchObject({
      done: false,
      problemCount: 1,
      problems: [{ file: 'opinions.csv', row: 4, column: 'lead_unit_codes', value: 'HZ-NIX' }],
    });
    expect(await opinionRows(opinions.officer)).toHaveLength(53);
    expect((await upload(CARRIED, TWICE, NEW)).body).toMatchObject({
      done: true,
      files: [{ rows: 3, added: 3, unchanged: 0 }],
    });
    expect(await opinionRows(opinions.officer)).toHaveLength(56);
  });

  test.each<[number, string, number | undefined]>([
    [1, 'tracked', 2],
    [2, 'tracked', 3],
    [3, 'ordinary', undefined],
  ])('opinion %d of 2018 is proposed as %s', async (opinionNo, kind, yearsRepeated) => {
    const id = await of2018(opinionNo);
    expect([
      await opinions.fact(id, 'year'),
      await opinions.fact(id, 'kind'),
      await opinions.fact(id, 'yearsRepeated'),
    ]).toEqual([2018, kind, yearsRepeated]);
  });

  test('run again changes nothing', async () => {
    expect((await upload(CARRIED, TWICE, NEW)).body).toMatchObject({
      done: true,
      files: [{ rows: 3, added: 0, changed: 0, unchanged: 3 }],
    });
    expect(await opinionRows(opinions.officer)).toHaveLength(56);
  });

  test('with other words under a known number is refused', async () => {
    const reply = await upload(NEW.replace('小区充电难', '小区停车难'));
    expect(refusal(reply)).toEqual([409, 'opinion.recorded-otherwise']);
    expect(reply.body.params).toMatchObject({ year: 2018, numbers: [3] });
    expect(await opinionRows(opinions.officer, '&q=小区停车难')).toEqual([]);
  });

  test('the units themselves cannot import', async () => {
    const operator = await opinions.person('hz-jtj.operator');
    expect(refusal(await operator.post('/api/imports', {}))).toEqual([403, 'permission.missing']);
  });

  test('runs to the end of its own year', async () => {
    const id = await of2018(1);
    await opinions.officer.answer(id, 'importDone');
    await opinions.officer.answer(id, 'assign');
    const [leader, operator] = [await opinions.lead(id, 'leader'), await opinions.lead(id, 'operator')];
    await leader.answer(id, 'accept');
    await operator.answer(id, 'submit', { data: PLAN });
    await leader.answer(id, 'sign');
    expect((await opinions.director.act(id, 'acceptTracked')).body.states).toEqual(['trackedRectifying']);
    expect((await operator.task(id, 'rectify')).task.due?.at).toBe('2018-12-31T15:59:59.999Z');
    await operator.answer(id, 'reportDone', { data: REPORT });
    await opinions.officer.answer(id, 'acceptTracked');
    expect(await opinions.officer.answer(id, 'reportIn', { data: EVALUATION })).toEqual(['resultDecision']);
    expect(await opinions.director.answer(id, 'close', { data: ANSWER })).toEqual(['closed']);
  });
});
