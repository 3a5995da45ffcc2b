import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Problem, TargetTree } from '#contracts';
import type { Person } from '../office.js';
import { OFFICER, SheetWork, type TravellingSheet } from './sheet-work.js';

const VALUE = { value: 650, unit: '亿元', sourcePaper: '杭政办函〔2017〕33号' };

let work: SheetWork;
let officer: Person;
let main: TravellingSheet;
let supplement: TravellingSheet;
let forgotten: TravellingSheet;

beforeAll(async () => {
  work = await SheetWork.open();
  officer = await work.person(OFFICER);
  main = await work.sheet('hz-wgx', '市文广新闻出版局（市版权局）2017年度目标申报表');
  supplement = await work.sheet('hz-wgx', '2017年度目标补充申报表（人均公共文化设施面积）');
  forgotten = await work.sheet('hz-jxw', '2017年度目标补充申报表（单位生产总值能耗降低）');
});
afterAll(() => work.close());

describe('a sheet whose value comes from above', () => {
  test('is not sent before it has come', async () => {
    const reply = await officer.try(supplement.instanceId, 'send');
    expect([reply.status, reply.body.code]).toEqual([409, 'step.refused']);
  });

  test('waits for it, with the office, until 30 June', async () => {
    for (const sheet of [supplement, forgotten])
      expect(await officer.answer(sheet.instanceId, 'valueMissing')).toEqual(['awaitingValue']);
    const view = await supplement.case();
    expect(view.states).toMatchObject([{ wait: { zh: '等待上级下达数值' }, until: '2017-06-30T15:59:59.999Z' }]);
    expect(view.myTasks).toMatchObject([{ name: 'enterValue', due: { at: '2017-06-30T15:59:59.999Z' } }]);
  });

  test('is not the unit’s to enter', async () => {
    const reply = await supplement.patch<Problem>('hz-wgx.operator', 1, VALUE);
    expect([reply.status, reply.body.code]).toEqual([409, 'sheet.not-open']);
  });

  test.each([
    ['nothing', {}],
    ['the value alone', { value: VALUE.value }],
    ['the paper alone', { value: null, sourcePaper: VALUE.sourcePaper }],
  ])('does not go on with %s', async (_, content) => {
    expect((await supplement.patch(OFFICER, 1, content)).status).toBe(200);
    const reply = await officer.try(supplement.instanceId, 'valueReceived');
    expect([reply.status, reply.body.code]).toEqual([409, 'step.refused']);
    expect(await supplement.state()).toBe('awaitingValue');
  });

  test('does not keep the rest of the unit’s targets waiting', async () => {
    await main.to('officeReview');
    expect(await supplement.state()).toBe('awaitingValue');
  });

  test('reminds the office every month while it waits', async () => {
    for (const month of ['02', '03', '04', '05']) await work.office.moveTo(`2017-${month}-28T18:00:00+08:00`);
    const reminders = (await work.mails(supplement)).filter((mail) => mail.subject.startsWith('提醒'));
    const months = reminders.map((mail) => mail.receivedAt.slice(0, 7));
    expect(months).toEqual(['2017-02', '2017-03', '2017-04', '2017-05']);
    expect(reminders.every((mail) => mail.to.includes('hz-kpb.officer1@hangzhou.example'))).toBe(true);
  });

  test('goes to the unit once value and source paper are entered', async () => {
    const entered = await supplement.patch(OFFICER, 1, VALUE);
    expect(entered.body.row).toMatchObject({ awaitingValue: false, content: VALUE });
    expect(await officer.answer(supplement.instanceId, 'valueReceived')).toEqual(['drafting']);
    const operator = await supplement.operator();
    expect((await operator.row('补充申报表')).state).toBe('drafting');
    expect((await supplement.view('hz-wgx.operator')).rows[0]?.content).toMatchObject(VALUE);
  });

  test('cannot be changed by the unit afterwards, and travels like any other', async () => {
    const reply = await supplement.patch<Problem>('hz-wgx.operator', 1, { value: 1 });
    expect([reply.status, reply.body.errors?.[0]?.pointer]).toEqual([422, '/content/value']);
    expect(await (await supplement.to('officeReview')).state()).toBe('officeReview');
  });
});

describe('a value that has not come by 30 June', () => {
  test('is waited for until the end of the day', async () => {
    await work.office.moveTo('2017-06-30T23:59:00+08:00');
    expect(await forgotten.state()).toBe('awaitingValue');
    await work.office.moveTo('2017-07-01T00:00:00+08:00');
    expect(await forgotten.state()).toBe('issued');
  });

  test('is issued as binding: complete the assigned value', async () => {
    expect(await forgotten.fact('binding')).toBe(true);
    expect(await forgotten.case()).toMatchObject({ status: 'done', ending: 'done', openTasks: [] });
    const row = await forgotten.row();
    expect(row).toMatchObject({
      locked: true,
      content: { target: '完成上级下达指标', nature: 'binding', value: null },
    });
  });

  test('is told to the unit and the office in one mail', async () => {
    const told = (await work.mails(forgotten)).filter((mail) => mail.subject.includes('约束性下达'));
    expect(told).toHaveLength(1);
    expect(told[0]?.to).toEqual(
      expect.arrayContaining([
        'hz-jxw.operator@hangzhou.example',
        'hz-jxw.leader@hangzhou.example',
        'hz-kpb.officer1@hangzhou.example',
      ]),
    );
    expect(told[0]?.text).toContain('No value had come');
  });

  test('shows as issued in the list of targets', async () => {
    const { body } = await officer.get<TargetTree>('/api/targets');
    const kpi = body.domains.flatMap((domain) => domain.kpis).find((one) => one.kpiNo === '11');
    expect(kpi?.years.find((one) => one.year === 2017)?.units).toMatchObject([
      { code: 'HZ-JXW', issued: true, stateTitle: { zh: '下达执行' } },
    ]);
  });
});
