import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DefinitionView, HistoryEntry, Problem, SessionView } from '#contracts';
import { DIRECTOR, MAYOR, OFFICER, returning, SheetWork, type TravellingSheet } from './sheet-work.js';

/** Who moves a sheet from where to where, with which answer. */
interface Move {
  sheet: string;
  from: string;
  by: string;
  outcome: string;
  to: string;
  opinion?: string;
}

const VALUE = { value: 5, unit: '%', sourcePaper: '浙政办函〔2017〕20号' };
const WHY = '请按规划调整。';
const DECLARED = ['hz-jtj', 'hz-sgb', 'hz-gaj'];
const SUPPLEMENTS: Record<string, string> = {
  'hz-fgw': '2017年度目标补充申报表（有效投资）',
  'hz-jxw': '2017年度目标补充申报表（单位生产总值能耗降低）',
  'hz-wgx': '2017年度目标补充申报表（人均公共文化设施面积）',
};

const MOVES: Move[] = [
  { sheet: 'hz-hbj', from: 'allocated', by: OFFICER, outcome: 'send', to: 'drafting' },
  { sheet: 'hz-fgw', from: 'allocated', by: OFFICER, outcome: 'valueMissing', to: 'awaitingValue' },
  { sheet: 'hz-fgw', from: 'awaitingValue', by: OFFICER, outcome: 'valueReceived', to: 'drafting' },
  { sheet: 'hz-hbj', from: 'drafting', by: 'hz-hbj.operator', outcome: 'submit', to: 'unitReview' },
  { sheet: 'hz-jtj', from: 'drafting', by: 'hz-jtj.operator', outcome: 'withdraw', to: 'withdrawn' },
  { sheet: 'hz-hbj', from: 'unitReview', by: 'hz-hbj.leader', outcome: 'return', to: 'drafting', opinion: WHY },
  { sheet: 'hz-hbj', from: 'unitReview', by: 'hz-hbj.leader', outcome: 'sign', to: 'officeReview' },
  { sheet: 'hz-rcb', from: 'unitReview', by: 'hz-rcb.leader', outcome: 'sign', to: 'cosign' },
  { sheet: 'hz-rcb', from: 'cosign', by: 'hz-rsj.leader', outcome: 'object', to: 'officeReview', opinion: WHY },
  { sheet: 'hz-rcb', from: 'officeReview', by: OFFICER, outcome: 'return', to: 'drafting', opinion: WHY },
  { sheet: 'hz-rcb', from: 'cosign', by: 'hz-rsj.leader', outcome: 'agree', to: 'officeReview' },
  { sheet: 'hz-sgb', from: 'officeReview', by: OFFICER, outcome: 'refuse', to: 'notAdmitted', opinion: WHY },
  { sheet: 'hz-hbj', from: 'officeReview', by: OFFICER, outcome: 'pass', to: 'publicComment' },
  { sheet: 'hz-rcb', from: 'commentHandling', by: OFFICER, outcome: 'needsChange', to: 'drafting', opinion: WHY },
  { sheet: 'hz-hbj', from: 'commentHandling', by: OFFICER, outcome: 'handled', to: 'directorReview' },
  { sheet: 'hz-gaj', from: 'directorReview', by: DIRECTOR, outcome: 'return', to: 'officeReview', opinion: WHY },
  { sheet: 'hz-hbj', from: 'directorReview', by: DIRECTOR, outcome: 'approve', to: 'leadershipApproval' },
  { sheet: 'hz-kw', from: 'leadershipApproval', by: MAYOR, outcome: 'return', to: 'officeReview', opinion: WHY },
  { sheet: 'hz-cjw', from: 'leadershipApproval', by: MAYOR, outcome: 'refuse', to: 'notAdmitted', opinion: WHY },
  { sheet: 'hz-hbj', from: 'leadershipApproval', by: MAYOR, outcome: 'agree', to: 'issued' },
];

let work: SheetWork;
const sheets = new Map<string, TravellingSheet>();
const played = new Set<string>();

const of = (account: string): TravellingSheet => {
  const sheet = sheets.get(account);
  if (!sheet) throw new Error(`${account} has no sheet`);
  return sheet;
};

/** Where the sheet came from and went with its last step, as its history says. */
async function lastStep(sheet: TravellingSheet): Promise<HistoryEntry> {
  const officer = await work.person(OFFICER);
  const { body } = await officer.get<HistoryEntry[]>(`/api/cases/${sheet.instanceId}/history`);
  const last = body.filter((entry) => entry.kind !== 'answer').at(-1);
  if (!last) throw new Error('nothing has happened');
  played.add(`${last.fromPaths.join()} → ${last.toPaths.join()}`);
  return last;
}

beforeAll(async () => {
  work = await SheetWork.open();
  for (const account of ['hz-hbj', 'hz-kw', 'hz-cjw']) sheets.set(account, await work.sheet(account));
  sheets.set('hz-rcb', await work.sheet('hz-rcb', '市委人才办2017年度目标申报表'));
  for (const account of DECLARED) sheets.set(account, await work.declaredSheet(account));
  for (const [account, title] of Object.entries(SUPPLEMENTS)) sheets.set(account, await work.sheet(account, title));
  for (const account of ['hz-kw', 'hz-cjw', 'hz-gaj']) await of(account).to('publicComment');
});
afterAll(() => work.close());

describe('every transition of B1', () => {
  test.each(MOVES)('$from —$outcome→ $to, by $by', async ({ sheet: account, from, by, outcome, to, opinion }) => {
    const sheet = await of(account).to(from);
    if (outcome === 'valueReceived') await sheet.patch(by, 1, VALUE);
    if (outcome === 'submit') await sheet.write();
    const person = await work.person(by);
    const data = from === 'officeReview' && outcome === 'return' ? returning([await sheet.row(1)]) : {};
    expect(await person.answer(sheet.instanceId, outcome, { ...(opinion && { opinion }), data })).toEqual([to]);
    const { body: session } = await person.get<SessionView>('/api/session');
    expect(await lastStep(sheet)).toMatchObject({
      fromPaths: [from],
      toPaths: [to],
      actor: { accountId: session.accountId },
    });
  });

  test('publicComment —window closed→ commentHandling, by time', async () => {
    const sheet = await of('hz-gaj').to('officeReview');
    await (await work.person(OFFICER)).answer(sheet.instanceId, 'pass');
    await sheet.to('commentHandling');
    expect(await lastStep(sheet)).toMatchObject({
      kind: 'timer',
      fromPaths: ['publicComment'],
      toPaths: ['commentHandling'],
      actor: null,
    });
  });

  test('a self-declared sheet passes allocation by itself', async () => {
    const officer = await work.person(OFFICER);
    const { body } = await officer.get<HistoryEntry[]>(`/api/cases/${of('hz-gaj').instanceId}/history`);
    expect(body[0]).toMatchObject({ kind: 'start', toPaths: ['drafting'] });
    played.add('allocated → drafting');
  });

  test('awaitingValue —30 June→ issued, by time', async () => {
    const sheet = of('hz-wgx');
    await (await work.person(OFFICER)).answer(sheet.instanceId, 'valueMissing');
    await work.office.moveTo('2017-07-01T09:00:00+08:00');
    expect(await lastStep(sheet)).toMatchObject({
      kind: 'timer',
      fromPaths: ['awaitingValue'],
      toPaths: ['issued'],
      actor: null,
    });
  });

  test('is played: the definition has no other', async () => {
    const officer = await work.person(OFFICER);
    const { body } = await officer.get<DefinitionView>('/api/definitions/annual-target/1');
    const arrows = body.chart.edges.map((edge) => `${edge.from} → ${edge.to}`).filter((arrow) => !played.has(arrow));
    expect(arrows.filter((arrow) => arrow !== 'leadershipApproval → leadershipApproval')).toEqual([]);
  });
});

describe('nobody but whose turn it is', () => {
  const EVERYBODY = [
    OFFICER,
    DIRECTOR,
    MAYOR,
    'hz-kpb.admin',
    'hz-jxw.operator',
    'hz-jxw.leader',
    'hz-kw.operator',
    'hz-kw.leader',
  ];
  const TURNS: [state: string, handler: string, outcomes: string[]][] = [
    ['allocated', OFFICER, ['send', 'valueMissing']],
    ['awaitingValue', OFFICER, ['valueReceived']],
    ['drafting', 'hz-jxw.operator', ['submit', 'withdraw']],
    ['unitReview', 'hz-jxw.leader', ['sign', 'return']],
    ['officeReview', OFFICER, ['pass', 'return', 'refuse']],
    ['commentHandling', OFFICER, ['handled', 'needsChange']],
    ['directorReview', DIRECTOR, ['approve', 'return']],
    ['leadershipApproval', MAYOR, ['agree', 'return', 'refuse']],
  ];
  const EVENTS = [...new Set(TURNS.flatMap(([, , outcomes]) => outcomes))];

  test.each(TURNS)('moves a sheet in %s, and %s only as the state offers', async (state, handler, outcomes) => {
    const sheet = of('hz-jxw');
    const officer = await work.person(OFFICER);
    if (state === 'awaitingValue') await officer.answer(sheet.instanceId, 'valueMissing');
    else if (state === 'drafting') {
      await sheet.patch(OFFICER, 1, VALUE);
      await officer.answer(sheet.instanceId, 'valueReceived');
    } else await sheet.to(state);

    const holder = await work.person(handler);
    const { task, revision } = await holder.task(sheet.instanceId);
    const path = `/api/tasks/${task.taskId}/answer`;
    for (const account of EVERYBODY.filter((one) => one !== handler)) {
      for (const outcome of outcomes) {
        const reply = await (await work.person(account)).post<Problem>(path, { outcome, revision, opinion: WHY });
        expect([account, outcome, reply.status]).toEqual([account, outcome, account === 'hz-kpb.admin' ? 403 : 404]);
      }
    }
    for (const outcome of [...EVENTS, 'xstate.after.valueMissing', 'state.enter'].filter(
      (event) => !outcomes.includes(event),
    )) {
      const reply = await holder.post<Problem>(path, { outcome, revision, opinion: WHY });
      expect([outcome, reply.status, reply.body.code]).toEqual([outcome, 409, 'outcome.unknown']);
      const act = await holder.act(sheet.instanceId, outcome);
      expect([outcome, [404, 409].includes(act.status)]).toEqual([outcome, true]);
    }
    expect(await sheet.state()).toBe(state);
  });

  test('and nobody at all moves one that has ended', async () => {
    const sheet = await of('hz-jxw').to('issued');
    expect(await sheet.case()).toMatchObject({ status: 'done', openTasks: [], myTasks: [], acts: [] });
    for (const account of EVERYBODY.filter((one) => one !== 'hz-kpb.admin')) {
      const act = await (
        await work.person(account)
      ).post<Problem>(`/api/cases/${sheet.instanceId}/acts/return`, { revision: 1 });
      expect([account, [404, 409].includes(act.status)]).toEqual([account, true]);
    }
  });
});
