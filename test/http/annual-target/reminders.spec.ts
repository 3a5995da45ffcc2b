import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ClockMoved, ClockView, MailView } from '#contracts';
import type { Person } from '../office.js';
import { ADMINISTRATOR, DIRECTOR, OFFICER, SECOND_OFFICER, SheetWork, type TravellingSheet } from './sheet-work.js';

let work: SheetWork;

beforeAll(async () => {
  work = await SheetWork.open();
});
afterAll(() => work.close());

/** When, to whom and with which words mail about a sheet went out. */
async function told(sheet: TravellingSheet): Promise<string[]> {
  const brief = (mail: MailView): string => {
    const at = new Date(Date.parse(mail.receivedAt) + 8 * 3_600_000).toISOString().slice(0, 10);
    return `${at} ${mail.subject.slice(0, 2)} ${mail.to
      .map((to) => to.split('@')[0])
      .sort()
      .join(' ')}`;
  };
  return (await work.mails(sheet)).map(brief);
}

describe('drafting that begins on 10 January 2017', () => {
  let sheet: TravellingSheet;
  const handler = 'hz-hbj.operator';
  const both = 'hz-hbj.leader hz-hbj.operator';

  beforeAll(async () => {
    await work.office.moveTo('2017-01-10T09:00:00+08:00');
    sheet = await (await work.sheet('hz-hbj')).to('drafting');
  });

  test('is due 15 working days on: Saturday 4 February, worked for Spring Festival', async () => {
    const { openTasks } = await sheet.case();
    expect(openTasks).toMatchObject([
      { due: { at: '2017-02-04T15:59:59.999Z', workingDaysLeft: 15, level: 'normal', provisional: false } },
    ]);
  });

  test('is not spoken of before its time', async () => {
    await work.office.moveTo('2017-01-25T08:59:00+08:00');
    expect(await told(sheet)).toEqual([]);
  });

  test('is reminded of 3 working days before, which is before the holidays', async () => {
    await work.office.moveTo('2017-01-25T09:00:00+08:00');
    expect(await told(sheet)).toEqual([`2017-01-25 提醒 ${handler}`]);
    expect((await sheet.case()).openTasks).toMatchObject([{ due: { workingDaysLeft: 3, level: 'near' } }]);
  });

  test('is quiet through the holidays, in which no working day passes', async () => {
    await work.office.moveTo('2017-01-31T10:00:00+08:00');
    await work.office.moveTo('2017-02-02T23:00:00+08:00');
    expect(await told(sheet)).toHaveLength(1);
    expect((await sheet.case()).openTasks).toMatchObject([{ due: { workingDaysLeft: 2 } }]);
  });

  test('is told to handler and leader on the day', async () => {
    await work.office.moveTo('2017-02-04T18:00:00+08:00');
    expect((await told(sheet)).slice(1)).toEqual([`2017-02-04 今日 ${both}`]);
    await work.office.moveTo('2017-02-05T00:00:00+08:00');
    expect(await told(sheet)).toHaveLength(2);
    expect((await sheet.case()).openTasks).toMatchObject([{ due: { workingDaysLeft: -1, level: 'overdue' } }]);
  });

  test('is told to the office 3 working days later, and to the director after 7', async () => {
    await work.office.moveTo('2017-02-08T09:00:00+08:00');
    expect((await told(sheet)).slice(2)).toEqual([`2017-02-08 督办 ${both} hz-kpb.officer1 hz-kpb.officer2`]);
    await work.office.moveTo('2017-02-14T09:00:00+08:00');
    expect((await told(sheet)).slice(3)).toEqual([
      `2017-02-14 督办 hz-hbj.leader hz-kpb.director hz-kpb.officer1 hz-kpb.officer2`,
    ]);
  });

  test('says in both languages what, until when, how far over, and where to open it', async () => {
    const mails = await work.mails(sheet);
    expect(mails[0]?.subject).toBe('提醒：市环保局2017年度目标申报表，请于2017-02-04前编制目标');
    expect(mails[2]?.text).toContain('现已逾期 3 个工作日');
    expect(mails[2]?.text).toContain('3 working days overdue');
    expect(mails.every((mail) => mail.text.includes(`/cases/${sheet.instanceId}`))).toBe(true);
  });

  test('is said once however often the clock is moved', async () => {
    for (const hour of ['10', '11', '12']) await work.office.moveTo(`2017-02-14T${hour}:00:00+08:00`);
    await Promise.all([
      work.office.moveTo('2017-02-15T09:00:00+08:00'),
      work.office.moveTo('2017-02-15T09:00:00+08:00'),
    ]);
    expect(await told(sheet)).toHaveLength(4);
    expect(new Set((await work.mails(sheet)).map((mail) => mail.messageId)).size).toBe(4);
  });

  test('is no longer spoken of once it is submitted', async () => {
    await sheet.to('unitReview');
    await (await sheet.leader()).answer(sheet.instanceId, 'sign');
    await work.office.moveTo('2017-02-27T09:00:00+08:00');
    const since = (await told(sheet)).slice(4);
    expect(since.filter((line) => line.includes('hz-hbj'))).toEqual([]);
  });
});

describe('work of the office', () => {
  test('is reminded of to both officers, and when overdue told to their director', async () => {
    const sheet = await work.sheet('hz-cjw');
    const officers = 'hz-kpb.officer1 hz-kpb.officer2';
    expect(await told(sheet)).toEqual([
      `2017-01-24 提醒 ${officers}`,
      `2017-01-31 今日 hz-kpb.director ${officers}`,
      `2017-02-06 督办 hz-kpb.director ${officers}`,
      `2017-02-10 督办 hz-kpb.director ${officers}`,
    ]);
  });

  test('is reminded of to nobody else', async () => {
    const mails = (await work.mails()).flatMap((mail) => mail.to);
    expect(mails.filter((to) => to.startsWith('hz-szf') || to.startsWith(ADMINISTRATOR))).toEqual([]);
    expect(mails).toEqual(
      expect.arrayContaining([OFFICER, SECOND_OFFICER, DIRECTOR].map((account) => `${account}@hangzhou.example`)),
    );
  });
});

describe('31 March', () => {
  test('finds the office told once of each sheet that leadership has not approved', async () => {
    const sheet = await (await work.sheet('hz-kw')).to('leadershipApproval');
    await work.office.moveTo('2017-04-01T09:00:00+08:00');
    await work.office.moveTo('2017-04-02T09:00:00+08:00');
    const reminded = (await work.mails(sheet)).filter((mail) => mail.subject.startsWith('应于3月31日前下达'));
    expect(reminded.map((mail) => [...mail.to].sort().join())).toEqual([
      [DIRECTOR, OFFICER, SECOND_OFFICER]
        .map((account) => `${account}@hangzhou.example`)
        .sort()
        .join(),
    ]);
    expect(await sheet.state()).toBe('leadershipApproval');
  });
});

describe('the sample’s clock', () => {
  let administrator: Person;

  beforeAll(async () => {
    administrator = await work.person(ADMINISTRATOR);
  });

  test('is moved by a day to the next morning, and says what fired', async () => {
    const before = (await administrator.get<ClockView>('/api/clock')).body;
    expect(before).toMatchObject({ today: '2017-04-02', workingDay: false, dayName: { zh: '清明节' }, movable: true });
    const { status, body } = await administrator.post<ClockMoved>('/api/clock', { by: 'day' });
    expect([status, body.today, body.now.slice(0, 14)]).toEqual([200, '2017-04-03', '2017-04-03T01:']);
    expect(Object.keys(body.fired).sort()).toEqual(['escalations', 'reminders', 'transitions']);
  });

  test('is moved to the next deadline, at which the thing itself happens', async () => {
    const sheet = await (await work.sheet('hz-mzj')).to('publicComment');
    const until = (await sheet.case()).states[0]?.until ?? '';
    for (let moves = 0; moves < 60 && (await sheet.state()) === 'publicComment'; moves += 1)
      await administrator.post('/api/clock', { by: 'next' });
    expect(await sheet.state()).toBe('commentHandling');
    const { body } = await administrator.get<ClockView>('/api/clock');
    expect(Math.abs(Date.parse(body.now) - Date.parse(until))).toBeLessThan(60_000);
  });

  test('is seen by all and moved by the administrator alone', async () => {
    for (const account of [OFFICER, 'hz-hbj.operator', 'hz-szf.leader1']) {
      const person = await work.person(account);
      expect((await person.get<ClockView>('/api/clock')).body).toMatchObject({ movable: false, next: null });
      expect((await person.post('/api/clock', { by: 'day' })).status).toBe(403);
    }
  });
});
