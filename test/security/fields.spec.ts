import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AccountPage, Problem } from '#contracts';
import {
  ADMINISTRATOR,
  DIRECTOR,
  MAYOR,
  OFFICER,
  returning,
  SheetWork,
  WRITTEN,
  type TravellingSheet,
} from '../http/annual-target/sheet-work.js';
import { OpinionOffice } from '../http/opinion-rectification/opinion-office.js';
import type { Person } from '../http/office.js';
import { fieldsByReader } from './field-paths.js';
import { FIELDS } from './field-table.js';

const COOPERATING = 'HZ-JXW';
const OPINION = 1;

let work: SheetWork;
let sheet: TravellingSheet;
let opinion: string;
let accountId: string;
let unitId: string;
let readers: Map<string, Person>;

beforeAll(async () => {
  work = await SheetWork.open();
  const opinions = await OpinionOffice.open(work.office);
  unitId = (await work.unit('HZ-HBJ')).unitId;
  const coopUnitIds = [(await work.unit(COOPERATING)).unitId];
  opinion = await opinions.bring(OPINION, 'targetPublicity.open', 'key', {
    coopUnitIds,
    leadUnitId: unitId,
  });
  const comment = { commentOn: '2017-03-02', commentFrom: '市民', commentText: '目标太低' };
  const recorded = await opinions.officer.act(opinion, 'recordComment', { data: comment });
  if (recorded.status !== 200) throw new Error(JSON.stringify(recorded.body));
  sheet = await returnedSheet(coopUnitIds);
  await commented(sheet);
  const auditor = await work.person('hz-kpb.audit');
  const found = await auditor.get<AccountPage>('/api/accounts?q=hz-hbj.operator&limit=1');
  accountId = found.body.rows[0]?.accountId ?? '';
  readers = new Map([
    ['operator', await work.person('hz-hbj.operator')],
    ['leader', await work.person('hz-hbj.leader')],
    ['coop.operator', await work.person(`${COOPERATING.toLowerCase()}.operator`)],
    ['other.operator', await work.person('hz-kw.operator')],
    ['officer', await work.person(OFFICER)],
    ['director', await work.person(DIRECTOR)],
    ['leadership', await work.person(MAYOR)],
    ['administrator', await work.person(ADMINISTRATOR)],
    ['security', await work.person('hz-kpb.security')],
    ['auditor', auditor],
  ]);
}, 120_000);
afterAll(() => work.close());

/** A sheet that the office returned once, that another unit countersigned, and that the public sees now. */
async function returnedSheet(coopUnitIds: string[]): Promise<TravellingSheet> {
  const made = await (await work.sheet('hz-hbj')).to('drafting');
  await made.write({ ...WRITTEN });
  await made.patch('hz-hbj.operator', 1, { coopUnitIds });
  await made.to('officeReview');
  const officer = await work.person(OFFICER);
  const data = returning([await made.row(1)]);
  await officer.answer(made.instanceId, 'return', { opinion: '第1项措施不具体。', data });
  await made.patch('hz-hbj.operator', 1, { measures: '每月一报，责任到处室。' });
  await (await made.operator()).answer(made.instanceId, 'submit');
  return made.to('publicComment');
}

async function commented({ sheetId }: TravellingSheet): Promise<void> {
  const citizen = await work.office.person();
  const comment = { sheetId, text: '建议公开监测数据。', from: '市民' };
  const { body } = await citizen.post<{ commentId: string }>('/api/public/comments', comment);
  const officer = await work.person(OFFICER);
  const answer = { adopted: true, text: '已采纳。' };
  const answered = await officer.call('PUT', `/api/comments/${body.commentId}/answer`, answer);
  if (answered.status !== 204) throw new Error(JSON.stringify(answered.body));
}

/** The main reads, each with its address. */
const READS: Record<string, () => string> = {
  'case of a sheet': () => `/api/cases/${sheet.instanceId}`,
  'history of a sheet': () => `/api/cases/${sheet.instanceId}/history`,
  'changes of a sheet': () => `/api/cases/${sheet.instanceId}/changes`,
  sheet: () => `/api/sheets/${sheet.sheetId}`,
  'target list': () => '/api/targets',
  'list of sheets': () => '/api/cases?workflow=annual-target&limit=200',
  'case of an opinion': () => `/api/cases/${opinion}`,
  'history of an opinion': () => `/api/cases/${opinion}/history`,
  'list of opinions': () => '/api/cases?workflow=opinion-rectification&limit=200',
  inbox: () => '/api/inbox?tab=todo&limit=200',
  session: () => '/api/session',
  accounts: () => '/api/accounts?q=hz-hbj',
  account: () => `/api/accounts/${accountId}`,
  'rights in a unit': () => `/api/rights?unit=${unitId}`,
  'rights of an account': () => `/api/rights?account=${accountId}`,
  'rights in a case': () => `/api/rights?case=${sheet.instanceId}`,
};

describe('the fields of an answer', () => {
  test.each(Object.entries(READS))('— %s — are for each post those of the table', async (name, path) => {
    const answers = new Map<string, unknown>();
    const refused: Record<string, string[]> = {};
    for (const [reader, person] of readers) {
      const { status, body } = await person.get<Problem>(path());
      if (status === 200) answers.set(reader, body);
      else (refused[`${status} ${body.code}`] ??= []).push(reader);
    }
    const found = { ...fieldsByReader(answers), ...refused };
    const expected = Object.entries(FIELDS[name] ?? {}).map(([who, words]) => [who, words.trim().split(/\s+/)]);
    expect(found).toEqual(Object.fromEntries(expected));
  });

  test('are in a table of which every line is read', () => {
    expect(Object.keys(FIELDS).sort()).toEqual(Object.keys(READS).sort());
  });
});
