import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NOTICE, OpinionOffice, refusal, refusedFields, REPORT, SURVEY } from './opinion-office.js';

let opinions: OpinionOffice;

beforeAll(async () => {
  opinions = await OpinionOffice.open();
});
afterAll(() => opinions.close());

const at = (instant: string): Promise<void> => opinions.office.moveTo(instant);
const COMMENT = { commentOn: '2017-02-20', commentFrom: '市民来信', commentText: '目标应包括外地车' };

describe('the notice of key targets', () => {
  test('needs its medium and its day', async () => {
    const id = await opinions.bring(28, 'targetPublicity.publishing', 'key');
    const reply = await opinions.officer.try(id, 'published', { data: { targetNoticeLink: 'A4 版' } });
    expect([...refusal(reply), refusedFields(reply)]).toEqual([
      422,
      'answer.invalid',
      ['/data/targetNoticeMedium', '/data/targetNoticeOn'],
    ]);
  });

  test('no case goes on while nothing is published', async () => {
    const id = opinions.idOf(28);
    await at('2017-02-10T09:00:00+08:00');
    expect(await opinions.states(id)).toEqual(['targetPublicity.publishing']);
    expect((await opinions.officer.task(id)).task.due?.level).toBe('overdue');
    expect(refusal(await opinions.officer.act(id, 'recordComment', { data: COMMENT }))[0]).toBe(409);
  });

  test('opens a window of ten days, and says until when', async () => {
    const id = opinions.idOf(28);
    expect(await opinions.officer.answer(id, 'published', { data: NOTICE.target })).toEqual(['targetPublicity.open']);
    expect((await opinions.case(id)).states).toMatchObject([
      { title: { zh: '目标公示中' }, wait: { zh: '公示期满' }, until: '2017-02-20T15:59:59.999Z' },
    ]);
    expect((await opinions.case(id)).openTasks).toEqual([]);
  });

  test('collects what the public says', async () => {
    const id = opinions.idOf(28);
    expect(
      refusedFields(await opinions.officer.act(id, 'recordComment', { data: { commentOn: '2017-02-12' } })),
    ).toEqual(['/data/commentText']);
    const first = { ...COMMENT, commentOn: '2017-02-12' };
    expect((await opinions.officer.act(id, 'recordComment', { data: first })).status).toBe(200);
    expect((await opinions.officer.act(id, 'recordComment', { data: { ...COMMENT, commentFrom: null } })).status).toBe(
      200,
    );
    expect(await opinions.fact(id, 'comments')).toEqual([first, { ...COMMENT, commentFrom: null }]);
    expect((await opinions.officer.case(id)).acts.find((act) => act.event === 'recordComment')?.form?.values).toEqual({
      commentOn: null,
      commentFrom: null,
      commentText: null,
    });
    expect(await opinions.states(id)).toEqual(['targetPublicity.open']);
  });

  test('is ended by comments that change the plan', async () => {
    const id = opinions.idOf(28);
    expect(refusedFields(await opinions.officer.act(id, 'commentsNeedChange'))).toEqual(['/opinion']);
    expect((await opinions.officer.act(id, 'commentsNeedChange', { opinion: '目标偏低' })).body.states).toEqual([
      'planDrafting',
    ]);
    expect(await opinions.fact(id, 'planReturns')).toBe(1);
    await at('2017-02-22T09:00:00+08:00');
    expect(await opinions.states(id)).toEqual(['planDrafting']);
  });

  test('begins anew after the plan was changed, and closes by itself', async () => {
    const id = await opinions.bring(28, 'targetPublicity.open', 'key');
    await at('2017-03-04T23:59:00+08:00');
    expect(await opinions.states(id)).toEqual(['targetPublicity.open']);
    await at('2017-03-05T00:00:00+08:00');
    expect(await opinions.states(id)).toEqual(['rectifying']);
    expect((await opinions.history(id)).at(-1)).toMatchObject({ kind: 'timer', event: 'publicityWindow', actor: null });
  });

  test('leads a tracked case to tracked work', async () => {
    expect(await opinions.states(await opinions.bring(9, 'trackedRectifying', 'trackedKey'))).toEqual([
      'trackedRectifying',
    ]);
  });
});

describe('the notice of results', () => {
  test('shows the report that is published', async () => {
    const id = await opinions.bring(28, 'resultPublicity.publishing', 'key');
    const { task } = await opinions.officer.task(id);
    expect(task.form?.values).toMatchObject({ completionReport: REPORT.completionReport });
    expect(refusedFields(await opinions.officer.try(id, 'published'))).toEqual([
      '/data/resultNoticeMedium',
      '/data/resultNoticeOn',
    ]);
  });

  test('cannot send the case back, unlike the first one', async () => {
    const id = await opinions.bring(28, 'resultPublicity.open', 'key');
    expect((await opinions.officer.case(id)).acts.map((act) => act.event)).toEqual(['recordComment']);
    expect(refusal(await opinions.officer.act(id, 'commentsNeedChange', { opinion: '不实' }))[0]).toBe(409);
  });

  test('adds its comments to those on the first', async () => {
    const id = opinions.idOf(28);
    await opinions.officer.act(id, 'recordComment', { data: { ...COMMENT, commentOn: '2017-11-02' } });
    expect(await opinions.fact(id, 'comments')).toHaveLength(3);
  });

  test('leads a key case to the survey', async () => {
    const id = await opinions.bring(28, 'satisfactionSurvey', 'key');
    expect((await opinions.officer.task(id)).task).toMatchObject({ name: 'survey', due: { workingDaysLeft: 20 } });
  });

  test('leads a tracked case to the third party', async () => {
    const id = await opinions.bring(9, 'thirdPartyEvaluation', 'trackedKey');
    expect((await opinions.officer.task(id)).task.name).toBe('evaluate');
  });
});

describe('the survey', () => {
  test.each<[string, unknown, string]>([
    ['satisfaction over 100', { ...SURVEY, satisfaction: 101 }, '/data/satisfaction'],
    ['satisfaction in words', { ...SURVEY, satisfaction: '九成' }, '/data/satisfaction'],
    ['no sample', { ...SURVEY, surveySample: 0 }, '/data/surveySample'],
    ['no method', { ...SURVEY, surveyMethod: '' }, '/data/surveyMethod'],
  ])('is refused with %s', async (_, data, pointer) => {
    expect(refusedFields(await opinions.officer.try(opinions.idOf(28), 'resultIn', { data }))).toEqual([pointer]);
  });

  test.each<[number, number, boolean]>([
    [28, 84.9, false],
    [34, 85, true],
  ])('opinion %d: %d per cent, passed: %s', async (opinionNo, satisfaction, passed) => {
    const id = await opinions.bring(opinionNo, 'satisfactionSurvey', 'key');
    expect(await opinions.officer.answer(id, 'resultIn', { data: { ...SURVEY, satisfaction } })).toEqual([
      'resultDecision',
    ]);
    expect(await opinions.fact(id, 'passed')).toBe(passed);
  });
});
