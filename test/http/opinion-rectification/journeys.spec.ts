import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DefinitionView, Problem } from '#contracts';
import type { Person, Reply } from '../office.js';
import {
  ANSWER,
  CHECK,
  EVALUATION,
  KEY_TARGETS,
  NOTICE,
  OpinionOffice,
  PLAN,
  REPORT,
  SURVEY,
} from './opinion-office.js';

type Post = 'officer' | 'director' | 'operator' | 'leader';

/** Who does what, and where the case then stands. */
type Move = [who: Post, event: string, to: string, data?: Record<string, unknown>];

/** So many days go by, and where the case then stands. */
type Wait = [days: number, to: string];

const FAILED = { ...EVALUATION, thirdPartyConclusion: 'failed' };

const OUTSIDERS = ['hz-ywj.operator', 'hz-ywj.leader', 'hz-szf.leader1', 'hz-kpb.admin'];

let opinions: OpinionOffice;
const walked = new Set<string>();

beforeAll(async () => {
  opinions = await OpinionOffice.open();
});
afterAll(() => opinions.close());

const isWait = (move: Move | Wait): move is Wait => typeof move[0] === 'number';

/** Walks a case along; each move is refused to everybody else before, and to its own person once it is done. */
async function walk(opinionNo: number, moves: (Move | Wait)[]): Promise<void> {
  const id = opinions.idOf(opinionNo);
  for (const move of moves) {
    if (isWait(move)) {
      await opinions.pass(move[0]);
      expect([move, await opinions.states(id)]).toEqual([move, [move[1]]]);
    } else await doOnce(id, move);
  }
  for (const entry of await opinions.history(id)) {
    for (const from of entry.fromPaths) for (const to of entry.toPaths) walked.add(`${from} —${entry.event}→ ${to}`);
  }
}

async function doOnce(id: string, [who, event, to, data]: Move): Promise<void> {
  const others = (['officer', 'director', 'operator', 'leader'] as const).filter((post) => post !== who);
  const send = await sender(id, await holder(id, who), event, data);
  const before = await opinions.case(id);
  for (const other of [...(await Promise.all(others.map((post) => holder(id, post)))), ...(await outsiders())]) {
    expect([event, ...isRefusal(await send(other))]).toEqual([event, true, true]);
  }
  expect((await opinions.case(id)).revision).toBe(before.revision);

  const reply = await send(await holder(id, who));
  expect([event, reply.status, reply.status === 200 ? await opinions.states(id) : reply.body]).toEqual([
    event,
    200,
    [to],
  ]);
  if (before.states[0]?.path !== to)
    expect([event, ...isRefusal(await send(await holder(id, who)))]).toEqual([event, true, true]);
}

const outsiders = (): Promise<Person[]> => Promise.all(OUTSIDERS.map((account) => opinions.person(account)));

function holder(id: string, post: Post): Promise<Person> {
  if (post === 'officer') return Promise.resolve(opinions.officer);
  return post === 'director' ? Promise.resolve(opinions.director) : opinions.lead(id, post);
}

/** The very request that the right person sends, for anybody to send. */
async function sender(
  id: string,
  person: Person,
  event: string,
  data: unknown,
): Promise<(who: Person) => Promise<Reply<Partial<Problem>>>> {
  const { myTasks, revision } = await person.case(id);
  const task = myTasks.find((one) => one.outcomes.some((outcome) => outcome.event === event));
  const words = { revision, opinion: '依据见附件', ...(data !== undefined && { data }) };
  return (who) =>
    task
      ? who.post(`/api/tasks/${task.taskId}/answer`, { outcome: event, ...words })
      : who.post(`/api/cases/${id}/acts/${event}`, words);
}

/** Refused for a reason in both languages, and not by accident. */
function isRefusal(reply: Reply<Partial<Problem>>): [boolean, boolean] {
  const { code, detail } = reply.body;
  return [[403, 404, 409].includes(reply.status), Boolean(code && detail?.zh && detail.en)];
}

const PLANNED: Move[] = [
  ['officer', 'importDone', 'classified'],
  ['officer', 'assign', 'assigned'],
  ['leader', 'accept', 'planDrafting'],
  ['operator', 'submit', 'planUnitReview', PLAN],
  ['leader', 'sign', 'planOfficeReview'],
];
const TRACKED_PLAN = (plan: Record<string, unknown>): Move[] => [
  ['officer', 'importDone', 'classified'],
  ['officer', 'assign', 'assigned', { kind: 'tracked', yearsRepeated: 3 }],
  ['leader', 'accept', 'planDrafting'],
  ['operator', 'submit', 'planUnitReview', plan],
  ['leader', 'sign', 'planOfficeReview'],
];

describe('an opinion travels through B5', () => {
  test('ordinary, and is closed with an answer', () =>
    walk(1, [
      ...PLANNED,
      ['officer', 'acceptOrdinary', 'rectifying'],
      ['operator', 'progress', 'rectifying', { progressOn: '2017-01-31', progressText: '已听取意见' }],
      ['operator', 'reportDone', 'completionReview', REPORT],
      ['officer', 'acceptOrdinary', 'resultDecision'],
      ['director', 'close', 'closed', ANSWER],
    ]));

  test('joined to another of the same year', () =>
    walk(2, [
      ['officer', 'importDone', 'classified'],
      ['officer', 'merge', 'merged', { mergedInto: 3 }],
    ]));

  test('disputed, returned again and again, upgraded, failed once', async () =>
    walk(12, [
      ['officer', 'importDone', 'classified'],
      ['officer', 'assign', 'assigned'],
      [
        'leader',
        'object',
        'responsibilityDispute',
        { objection: '摇号由公安部门负责', proposedUnitId: await opinions.unitId('HZ-GAJ') },
      ],
      [
        'director',
        'decide',
        'assigned',
        { leadUnitId: await opinions.unitId('HZ-GAJ'), disputeRecord: '经会商，由市公安局牵头' },
      ],
      ['leader', 'accept', 'planDrafting'],
      ['operator', 'submit', 'planUnitReview', PLAN],
      ['leader', 'return', 'planDrafting'],
      ['operator', 'submit', 'planUnitReview', { measures: '修订细则，分三批实施' }],
      ['leader', 'sign', 'planOfficeReview'],
      ['officer', 'return', 'planDrafting'],
      ['operator', 'submit', 'planUnitReview', { measures: '修订细则，分两批实施' }],
      ['leader', 'sign', 'planOfficeReview'],
      ['officer', 'acceptOrdinary', 'rectifying'],
      ['operator', 'reportDone', 'completionReview', REPORT],
      ['officer', 'return', 'rectifying'],
      ['operator', 'reportDone', 'completionReview', REPORT],
      ['officer', 'return', 'rectifying'],
      ['director', 'upgrade', 'trackedRectifying'],
      ['officer', 'check', 'threePartyCheck'],
      [
        'officer',
        'findings',
        'trackedRectifying',
        { ...CHECK, findings: [{ date: '2017-05-31', content: '公开配置结果' }] },
      ],
      ['operator', 'reportDone', 'completionReview', REPORT],
      ['officer', 'returnTracked', 'trackedRectifying'],
      ['operator', 'reportDone', 'completionReview', REPORT],
      ['officer', 'acceptTracked', 'thirdPartyEvaluation'],
      ['officer', 'reportIn', 'resultDecision', FAILED],
      ['director', 'reopenTracked', 'trackedRectifying'],
      ['operator', 'reportDone', 'completionReview', REPORT],
      ['officer', 'acceptTracked', 'thirdPartyEvaluation'],
      ['officer', 'reportIn', 'resultDecision', EVALUATION],
      ['director', 'close', 'closed', ANSWER],
    ]));

  test('key, accepted by silence, changed by comments, reopened', () =>
    walk(28, [
      ['officer', 'importDone', 'classified'],
      ['officer', 'assign', 'assigned'],
      [12, 'planDrafting'],
      ['operator', 'submit', 'planUnitReview', { ...PLAN, ...KEY_TARGETS }],
      ['leader', 'sign', 'planOfficeReview'],
      ['officer', 'acceptKey', 'targetPublicity.publishing'],
      ['officer', 'published', 'targetPublicity.open', NOTICE.target],
      ['officer', 'recordComment', 'targetPublicity.open', { commentOn: '2017-03-02', commentText: '目标太低' }],
      ['officer', 'commentsNeedChange', 'planDrafting'],
      ['operator', 'submit', 'planUnitReview', { expectedResult: '投诉减半' }],
      ['leader', 'sign', 'planOfficeReview'],
      ['officer', 'acceptKey', 'targetPublicity.publishing'],
      ['officer', 'published', 'targetPublicity.open', NOTICE.target],
      [11, 'rectifying'],
      ['operator', 'reportDone', 'completionReview', REPORT],
      ['officer', 'acceptKey', 'resultPublicity.publishing'],
      ['officer', 'published', 'resultPublicity.open', NOTICE.result],
      [11, 'satisfactionSurvey'],
      ['officer', 'resultIn', 'resultDecision', { ...SURVEY, satisfaction: 70 }],
      ['director', 'reopen', 'rectifying'],
      ['operator', 'reportDone', 'completionReview', REPORT],
      ['officer', 'acceptKey', 'resultPublicity.publishing'],
      ['officer', 'published', 'resultPublicity.open', NOTICE.result],
      [11, 'satisfactionSurvey'],
      ['officer', 'resultIn', 'resultDecision', SURVEY],
      ['director', 'close', 'closed', ANSWER],
    ]));

  test('into work, where ordinary and tracked cases wait', async () => {
    await walk(10, [...PLANNED, ['officer', 'acceptOrdinary', 'rectifying']]);
    await walk(13, [...TRACKED_PLAN(PLAN), ['director', 'acceptTracked', 'trackedRectifying']]);
  });

  test('both tracked and key, failed, and carried over', () =>
    walk(9, [
      ...TRACKED_PLAN({ ...PLAN, ...KEY_TARGETS }),
      ['director', 'acceptTracked', 'targetPublicity.publishing'],
      ['officer', 'published', 'targetPublicity.open', NOTICE.target],
      [11, 'trackedRectifying'],
      ['operator', 'reportDone', 'completionReview', REPORT],
      ['officer', 'acceptTracked', 'resultPublicity.publishing'],
      ['officer', 'published', 'resultPublicity.open', NOTICE.result],
      [11, 'thirdPartyEvaluation'],
      ['officer', 'reportIn', 'resultDecision', FAILED],
      [300, 'resultDecision'],
      ['director', 'carryOver', 'carriedOver'],
    ]));

  test('until the year ends under it', async () => {
    await walk(10, [[0, 'carriedOver']]);
    await walk(13, [[0, 'carriedOver']]);
  });
});

test('every arrow of the chart has been walked', async () => {
  const { chart } = (await opinions.officer.get<DefinitionView>('/api/definitions/opinion-rectification/2')).body;
  const leaves = chart.nodes.map((node) => node.path);
  const arrows = chart.edges.flatMap((edge) => edge.event.split(' ').map((event) => ({ ...edge, event })));
  const missed = arrows.filter(
    ({ from, event, to }) =>
      !leaves.some((leaf) => (leaf === to || leaf.startsWith(`${to}.`)) && walked.has(`${from} —${event}→ ${leaf}`)),
  );
  expect(arrows.length).toBeGreaterThan(40);
  expect(missed.map(({ from, event, to }) => `${from} —${event}→ ${to}`)).toEqual([]);
});
