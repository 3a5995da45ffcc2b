import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CasePage, CaseView, HistoryEntry, WorkflowDefinition } from '#contracts';
import { DefinitionLibrary, Engine, SYSTEM } from '#engine';
import { Clock, Database, newId } from '#platform';
import { HomeTenant } from '../../apps/api/src/home-tenant.js';
import { ADMINISTRATOR, DIRECTOR, MAYOR, OFFICER, SheetWork } from './annual-target/sheet-work.js';

const PHONE = '0571-12345678';
const CITIZEN = '不愿公开姓名的市民';
const OFFICE = ['office.officer', 'office.director'] as const;

/** A call to the hotline: who called is the office's to know, what was said is everybody's who handles it. */
const hotline: WorkflowDefinition = {
  workflow: 'hotline',
  version: 1,
  title: { zh: '热线来电', en: 'Hotline call' },
  purpose: { zh: '记录并答复市民来电。', en: 'Keeps and answers a call.' },
  fields: {
    said: { type: 'text', maxLength: 200, title: { zh: '内容', en: 'What was said' } },
    phone: { type: 'text', maxLength: 40, title: { zh: '电话', en: 'Phone' }, readableBy: [...OFFICE] },
  },
  forms: {},
  timers: { wait: { workingDays: 5 } },
  ladders: {},
  columns: ['said', 'phone'],
  machine: {
    id: 'hotline',
    initial: 'kept',
    states: {
      kept: {
        meta: { title: { zh: '已登记', en: 'Kept' }, wait: { zh: '等候', en: 'Waits' } },
        after: { wait: 'over' },
      },
      over: { type: 'final', meta: { title: { zh: '已办结', en: 'Over' }, ending: 'done' } },
    },
  },
};

let work: SheetWork;

beforeAll(async () => {
  work = await SheetWork.open();
});
afterAll(() => work.close());

/** Everything that the account is told of the case: itself, its history, what changed in it, and its line in the list. */
async function told(account: string, instanceId: string): Promise<string> {
  const person = await work.person(account);
  const parts = [
    await person.get<CaseView>(`/api/cases/${instanceId}`),
    await person.get<HistoryEntry[]>(`/api/cases/${instanceId}/history`),
    await person.get(`/api/cases/${instanceId}/changes`),
    await person.get<CasePage>('/api/cases?workflow=hotline'),
  ];
  expect(parts.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  return JSON.stringify(parts.map(({ body }) => body));
}

describe('a field that only some posts read', () => {
  test('is told to them, and to nobody else who sees the case, in no answer about it', async () => {
    const { app } = work.office;
    const tenantId = await app.get(HomeTenant).id();
    await app.get(DefinitionLibrary).publish(app.get(Database), tenantId, hotline, app.get(Clock).now());
    const { instanceId } = await app.get(Engine).start({
      tenantId,
      workflow: 'hotline',
      title: { zh: '热线来电', en: 'Hotline call' },
      unitId: (await work.unit('HZ-HBJ')).unitId,
      recordId: null,
      subject: { said: '路灯不亮', phone: PHONE },
      actor: SYSTEM,
      key: newId(),
    });
    for (const [account, reads] of [
      [OFFICER, true],
      [DIRECTOR, true],
      ['hz-hbj.operator', false],
      ['hz-hbj.leader', false],
      [MAYOR, false],
      [ADMINISTRATOR, false],
    ] as const) {
      const words = await told(account, instanceId);
      expect([account, words.includes('路灯不亮'), words.includes(PHONE)]).toEqual([account, true, reads]);
    }
  });

  test('as the name under a public comment, is told to those who answer the public', async () => {
    const sheet = await (await work.sheet('hz-hbj')).to('publicComment');
    const comment = { sheetId: sheet.sheetId, text: '建议公开监测数据。', from: CITIZEN };
    await (await work.office.person()).post('/api/public/comments', comment);
    for (const [account, reads] of [
      [OFFICER, true],
      ['hz-hbj.operator', false],
      [MAYOR, false],
      [ADMINISTRATOR, false],
    ] as const) {
      const words = JSON.stringify((await (await work.person(account)).get(`/api/sheets/${sheet.sheetId}`)).body);
      expect([account, words.includes('建议公开监测数据'), words.includes(CITIZEN)]).toEqual([account, true, reads]);
    }
  });
});
