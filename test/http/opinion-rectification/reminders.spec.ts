import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MailView } from '#contracts';
import { OpinionOffice, paged, PLAN, receivers } from './opinion-office.js';

const UNIT = ['hz-hbj.leader', 'hz-hbj.operator'];
const OFFICERS = ['hz-kpb.officer1', 'hz-kpb.officer2'];

let opinions: OpinionOffice;

beforeAll(async () => {
  opinions = await OpinionOffice.open();
});
afterAll(() => opinions.close());

/** What came about a case since the mails already seen: when, the first words of the subject, and to whom. */
async function newMails(id: string, seen: number): Promise<[string, string, string[]][]> {
  return (await opinions.mails(id))
    .slice(seen)
    .map((mail) => [mail.receivedAt, mail.subject.split('：')[0] ?? '', receivers(mail)]);
}

const seenOf = async (id: string): Promise<number> => (await opinions.mails(id)).length;

describe('a plan that is not drafted in time', () => {
  let id: string;
  let seen: number;

  // Handed over on 3 January 2017; 15 working days end on Monday, 23 January, for Sunday the 22nd is worked.
  beforeAll(async () => {
    id = await opinions.bring(28, 'planDrafting');
    seen = await seenOf(id);
  });

  test('is due after fifteen working days, make-up days counted', async () => {
    expect((await (await opinions.lead(id, 'operator')).task(id)).task.due).toMatchObject({
      at: '2017-01-23T15:59:59.999Z',
      workingDaysLeft: 15,
      level: 'normal',
    });
  });

  test.each<[string, string, string, string, string[]]>([
    [
      'three working days before, the operator is reminded',
      '2017-01-19T08:59',
      '2017-01-19T09:01',
      '提醒',
      ['hz-hbj.operator'],
    ],
    [
      'while the day lasts, the leader too',
      '2017-01-23T08:59',
      '2017-01-23T18:00',
      '今日到期',
      ['hz-hbj.leader', 'hz-hbj.operator'],
    ],
    ['three working days late, the office too', '2017-01-26T08:59', '2017-01-26T09:01', '督办', [...UNIT, ...OFFICERS]],
    ['seven working days late, once more', '2017-02-07T08:59', '2017-02-07T09:01', '督办', [...UNIT, ...OFFICERS]],
    [
      'fifteen working days late, the director',
      '2017-02-17T08:59',
      '2017-02-17T09:01',
      '督办',
      ['hz-hbj.leader', 'hz-kpb.director', ...OFFICERS],
    ],
  ])('%s', async (_, before, after, subject, to) => {
    await opinions.office.moveTo(`${before}:00+08:00`);
    expect(await newMails(id, seen)).toEqual([]);
    await opinions.office.moveTo(`${after}:00+08:00`);
    const found = await newMails(id, seen);
    expect(found.map(([, words, receiver]) => [words, receiver])).toEqual([[subject, to]]);
    seen += found.length;
  });

  test('the mail says what, where, how late, and leads to the case', async () => {
    const mail: MailView | undefined = (await opinions.mails(id)).at(-1);
    expect(mail?.subject).toBe('督办：社会评价意见第 28 号：空气、水污染问题依旧严重已逾期15个工作日');
    expect(mail?.text).toContain('“制定整改计划”环节应于 2017-01-23 前制定整改计划');
    expect(mail?.text).toContain('15 working days overdue');
    expect(mail?.text).toContain(`/cases/${id}`);
  });

  test('nobody is reminded once it is submitted', async () => {
    await (await opinions.lead(id, 'operator')).answer(id, 'submit', { data: PLAN });
    await (await opinions.lead(id, 'leader')).answer(id, 'sign');
    seen = await seenOf(id);
    await opinions.office.moveTo('2017-02-20T09:00:00+08:00');
    expect(await newMails(id, seen)).toEqual([]);
  });
});

describe('work that lasts until the year ends', () => {
  test('is asked for progress month by month', async () => {
    const id = await opinions.bring(31, 'rectifying');
    for (const month of ['04', '05', '06', '07']) {
      await opinions.office.moveTo(`2017-${month}-01T00:00:00+08:00`);
      const seen = await seenOf(id);
      await opinions.office.moveTo(`2017-${month}-28T23:59:00+08:00`);
      expect([month, (await newMails(id, seen)).map(([, words, to]) => [words, to])]).toEqual([
        month,
        [['提醒', ['hz-jyj.operator']]],
      ]);
    }
  });

  test('asks no more once completion is reported', async () => {
    const id = await opinions.bring(31, 'completionReview');
    const seen = await seenOf(id);
    await opinions.office.moveTo('2017-08-08T00:00:00+08:00');
    expect(await newMails(id, seen)).toEqual([]);
  });

  test('is brought before leader and office as the end comes near', async () => {
    const id = await opinions.bring(42, 'rectifying');
    await opinions.office.moveTo('2017-12-15T00:00:00+08:00');
    const seen = await seenOf(id);
    await opinions.office.moveTo('2017-12-31T23:00:00+08:00');
    const found = (await newMails(id, seen)).map(([, words, to]) => [words, to]);
    expect(found).toContainEqual(['提醒', ['hz-ydgs.leader', 'hz-ydgs.operator']]);
    expect(found).toContainEqual([
      '提醒',
      ['hz-kpb.officer1', 'hz-kpb.officer2', 'hz-ydgs.leader', 'hz-ydgs.operator'],
    ]);
    for (const unit of ['hz-dxgs', 'hz-ltgs'])
      expect(found).toContainEqual(['提醒', [`${unit}.leader`, `${unit}.operator`]]);
  });
});

describe('tasks side by side', () => {
  test('each unit is reminded of what it has to do itself', async () => {
    const mails = await opinions.mails(opinions.idOf(42));
    const textTo = (account: string): string =>
      mails.findLast((mail) => mail.subject.startsWith('提醒') && receivers(mail).includes(account))?.text ?? '';
    expect(textTo('hz-ydgs.operator')).toContain('落实整改');
    expect(textTo('hz-dxgs.operator')).toContain('报送配合整改情况');
  });
});

describe('the page of sent mail', () => {
  test('is the administrator’s alone', async () => {
    for (const person of [opinions.officer, opinions.director, await opinions.person('hz-hbj.leader')]) {
      expect((await person.get('/api/mails')).status).toBe(403);
    }
  });

  test('shows every mail once, newest first, page by page', async () => {
    const all = await paged<MailView>(opinions.admin, '/api/mails?', 7);
    expect(new Set(all.map((mail) => mail.mailId)).size).toBe(all.length);
    expect(all.map((mail) => mail.receivedAt)).toEqual(
      all
        .map((mail) => mail.receivedAt)
        .sort()
        .reverse(),
    );
    expect(new Set(all.map((mail) => mail.messageId)).size).toBe(all.length);
  });
});
