import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChangesView, Problem, RowContent, SheetView } from '#contracts';
import type { Person } from '../office.js';
import { OFFICER, SheetWork, WRITTEN, type TravellingSheet, type WrittenRow } from './sheet-work.js';

let work: SheetWork;
let sheet: TravellingSheet;
let operator: Person;

beforeAll(async () => {
  work = await SheetWork.open();
  sheet = await (await work.sheet('hz-hbj')).to('drafting');
  operator = await sheet.operator();
});
afterAll(() => work.close());

const patch = (content: Partial<RowContent>, no = 1) =>
  sheet.patch<WrittenRow & Problem>('hz-hbj.operator', no, content);
const submit = () => operator.try(sheet.instanceId, 'submit');

describe('what the office settles', () => {
  test('before it sends the sheet may ask more than the plan, never less', async () => {
    const allocated = await work.sheet('hz-cjw');
    const less = await allocated.patch<Problem>(OFFICER, 1, { value: 60_000 });
    expect([less.status, less.body.errors?.map((error) => [error.pointer, error.code])]).toEqual([
      422,
      [['/content/value', 'row.weaker-than-plan']],
    ]);
    const more = await allocated.patch(OFFICER, 1, { value: 63_000, nature: 'binding' });
    expect(more.body.row.content).toMatchObject({ value: 63_000, nature: 'binding' });
  });

  test('it settles before, not after it was sent', async () => {
    const reply = await sheet.patch<Problem>(OFFICER, 1, { value: 50 });
    expect([reply.status, reply.body.code]).toEqual([409, 'sheet.not-open']);
  });
});

describe('what the unit types', () => {
  test('is kept field by field, and the answer says what is still missing', async () => {
    const before = await sheet.row(1);
    const { status, body } = await patch({ current: WRITTEN.current ?? '' });
    expect(status).toBe(200);
    expect(body.row).toMatchObject({
      revision: before.revision + 1,
      content: { ...before.content, current: WRITTEN.current },
    });
    const ofRow = body.problems.filter((problem) => problem.rowId === before.rowId);
    expect(ofRow.map((problem) => problem.pointer)).toContain('/rows/0/content/situation');
    expect(ofRow.map((problem) => problem.pointer)).not.toContain('/rows/0/content/current');
  });

  test('is there again after a new sign-in', async () => {
    const again = await work.office.person('hz-hbj.operator');
    const { body } = await again.get<SheetView>(`/api/sheets/${sheet.sheetId}`);
    expect([body.mode, body.rows[0]?.content.current]).toEqual(['draft', WRITTEN.current]);
  });

  test('under a stale revision is refused with what changed meanwhile', async () => {
    const row = await sheet.row(1);
    await patch({ methods: '按月分解。', ledger: '监测月报。' });
    const path = `/api/sheets/${sheet.sheetId}/rows/${row.rowId}`;
    const late = await operator.call<Problem>('PATCH', path, {
      revision: row.revision,
      content: { methods: '按周分解。' },
    });
    expect([late.status, late.body.code]).toEqual([409, 'row.changed']);
    expect(late.body.params).toEqual({
      revision: row.revision + 1,
      changed: { methods: '按月分解。', ledger: '监测月报。' },
    });
    expect((await sheet.row(1)).content.methods).toBe('按月分解。');
  });

  test('leaves alone what the office assigned', async () => {
    const { status, body } = await patch({ value: 60, target: '60μg/m3' });
    expect(status).toBe(422);
    expect(body.errors?.map((error) => `${error.pointer} ${error.code}`).sort()).toEqual([
      '/content/target field.not-yours',
      '/content/value field.not-yours',
    ]);
  });

  test.each([
    [OFFICER, 409, 'sheet.not-open'],
    ['hz-kpb.director', 403, 'permission.missing'],
    ['hz-hbj.leader', 403, 'permission.missing'],
  ])('is not %s’s to write', async (account, status, code) => {
    const reply = await sheet.patch<Problem>(account, 1, { current: '改写' });
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  test('is not another unit’s to write, nor to read', async () => {
    const stranger = await sheet.patch<Problem>('hz-kw.operator', 1, { current: '改写' });
    expect(stranger.status).toBe(404);
    expect(JSON.stringify(stranger.body)).not.toContain(WRITTEN.current);
  });
});

describe('targets of the unit’s own', () => {
  let rowId: string;
  const rows = `/api/sheets/`;

  test('are added to the sheet as self-declared', async () => {
    const content = { ...WRITTEN, indicator: '噪声达标区覆盖率', target: '达到90%', value: 90, unit: '%', weight: 20 };
    const added = await operator.post<WrittenRow>(`${rows}${sheet.sheetId}/rows`, { class: 'challenge', content });
    expect([added.status, added.body.row.origin, added.body.row.class, added.body.weightSum]).toEqual([
      201,
      'declared',
      'challenge',
      120,
    ]);
    rowId = added.body.row.rowId;
    expect(await sheet.fact('targetCount')).toBe(4);
  });

  test('make the weights more than 100, which keeps the sheet from being submitted', async () => {
    const { problems } = await sheet.view('hz-hbj.operator');
    expect(problems[0]).toMatchObject({ pointer: '/weightSum', code: 'sheet.weights-not-100', rowId: null });
    expect(problems[0]?.message.zh).toContain('120');
  });

  test('can be taken off again, assigned ones cannot', async () => {
    const removed = await operator.call<SheetView>('DELETE', `${rows}${sheet.sheetId}/rows/${rowId}`);
    expect([removed.status, removed.body.rows.length, removed.body.weightSum]).toEqual([200, 3, 100]);
    const assigned = await sheet.row(1);
    const kept = await operator.call<Problem>('DELETE', `${rows}${sheet.sheetId}/rows/${assigned.rowId}`);
    expect([kept.status, kept.body.code]).toEqual([409, 'row.assigned-stays']);
  });
});

describe('two windows at once', () => {
  test('add targets, and each is answered the one it added', async () => {
    const path = `/api/sheets/${sheet.sheetId}/rows`;
    const indicators = ['甲', '乙', '丙', '丁'];
    const added = await Promise.all(
      indicators.map((indicator) => operator.post<WrittenRow>(path, { content: { indicator } })),
    );
    expect(added.map((reply) => [reply.status, reply.body.row.content.indicator])).toEqual(
      indicators.map((indicator) => [201, indicator]),
    );
  });

  test('never give two targets one number', async () => {
    expect((await sheet.view()).rows.map((row) => row.no)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('take them off again, and the numbers close up', async () => {
    const own = (await sheet.view()).rows.filter((row) => row.origin === 'declared');
    const removed = await Promise.all(
      own.map((row) => operator.call('DELETE', `/api/sheets/${sheet.sheetId}/rows/${row.rowId}`)),
    );
    expect(removed.map((reply) => reply.status)).toEqual([200, 200, 200, 200]);
    expect((await sheet.view()).rows.map((row) => row.no)).toEqual([1, 2, 3]);
  });

  test('declare one sheet, not two', async () => {
    const declarations = await Promise.allSettled([work.declaredSheet('hz-sgb'), work.declaredSheet('hz-sgb')]);
    expect(declarations.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('change one target, and one of them is told what the other changed', async () => {
    const { rowId, revision } = await sheet.row(1);
    const path = `/api/sheets/${sheet.sheetId}/rows/${rowId}`;
    const change = (ledger: string) => operator.call<Problem>('PATCH', path, { revision, content: { ledger } });
    const replies = await Promise.all([change('监测日报。'), change('监测周报。')]);
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
    const refused = replies.find((reply) => reply.status === 409);
    expect(refused?.body.params?.['changed']).toEqual({ ledger: (await sheet.row(1)).content.ledger });
  });
});

describe('submitting', () => {
  test('is refused while anything is missing, and the page says so before it is tried', async () => {
    const { task } = await operator.task(sheet.instanceId);
    expect(task.outcomes.find((outcome) => outcome.event === 'submit')?.refused?.zh).toBeTruthy();
    const reply = await submit();
    expect([reply.status, reply.body.code]).toEqual([409, 'step.refused']);
    expect(await sheet.state()).toBe('drafting');
  });

  test('is refused without a milestone', async () => {
    await sheet.write();
    await patch({ milestones: [] });
    const { problems } = await sheet.view('hz-hbj.operator');
    expect(problems.map((problem) => [problem.pointer, problem.code])).toEqual([
      ['/rows/0/content/milestones', 'row.no-milestone'],
    ]);
    expect((await submit()).status).toBe(409);
  });

  test('is refused where a milestone lies outside the year', async () => {
    await patch({ milestones: [{ date: '2018-01-15', text: '完成', quality: '达标' }] });
    const { problems } = await sheet.view('hz-hbj.operator');
    expect(problems.map((problem) => problem.pointer)).toEqual(['/rows/0/content/milestones/0/date']);
    expect((await submit()).status).toBe(409);
  });

  test('is refused while the weights do not add up to 100', async () => {
    await patch({ ...WRITTEN, weight: 30 });
    expect((await sheet.view()).problems).toMatchObject([{ pointer: '/weightSum', code: 'sheet.weights-not-100' }]);
    expect((await submit()).status).toBe(409);
    await patch({ weight: 40 }, 2);
    await patch({ weight: 30 }, 3);
    expect(await sheet.view()).toMatchObject({ weightSum: 100, problems: [] });
  });

  test('is not for the leader to do, nor for the office', async () => {
    const { task, revision } = await operator.task(sheet.instanceId);
    for (const account of ['hz-hbj.leader', 'hz-kw.operator', OFFICER]) {
      const person = await work.person(account);
      const reply = await person.post<Problem>(`/api/tasks/${task.taskId}/answer`, { outcome: 'submit', revision });
      expect([account, reply.status, reply.body.code]).toEqual([account, 404, 'task.missing']);
    }
  });

  test('brings a whole sheet to the leader and closes it for the unit', async () => {
    expect(await operator.answer(sheet.instanceId, 'submit')).toEqual(['unitReview']);
    const reply = await patch({ current: '再改一次' });
    expect([reply.status, reply.body.code]).toEqual([409, 'sheet.not-open']);
    expect((await sheet.view('hz-hbj.operator')).mode).toBe('read');
  });

  test('again shows the leader what changed since the first time', async () => {
    const leader = await sheet.leader();
    await leader.answer(sheet.instanceId, 'return', { opinion: '现状请写明数据。' });
    await patch({ current: '2016年PM2.5年均浓度48.8μg/m3。' });
    await operator.answer(sheet.instanceId, 'submit');
    const { body } = await leader.get<ChangesView>(`/api/cases/${sheet.instanceId}/changes`);
    expect(body.groups).toMatchObject([
      { changes: [{ title: { zh: '现状' }, before: WRITTEN.current, after: '2016年PM2.5年均浓度48.8μg/m3。' }] },
    ]);
  });
});

describe('withdrawing', () => {
  test('an assigned sheet is refused', async () => {
    const assigned = await (await work.sheet('hz-kw')).to('drafting');
    const reply = await (await assigned.operator()).try(assigned.instanceId, 'withdraw');
    expect([reply.status, reply.body.code]).toEqual([409, 'step.refused']);
  });

  test('a self-declared sheet ends it', async () => {
    const declared = await work.declaredSheet('hz-jtj');
    const owner = await declared.operator();
    expect(await owner.answer(declared.instanceId, 'withdraw')).toEqual(['withdrawn']);
    expect(await declared.case()).toMatchObject({ status: 'done', ending: 'withdrawn' });
  });

  test('leaves the unit free to declare another sheet, which lies with the unit alone', async () => {
    const { states, openTasks } = await (await work.declaredSheet('hz-jtj')).case();
    expect(states.map((state) => state.path)).toEqual(['drafting']);
    expect(openTasks.map((task) => [task.state, task.unit?.code])).toEqual([['drafting', 'HZ-JTJ']]);
  });

  test('no unit declares two sheets for a year, or one beside what it was assigned', async () => {
    for (const account of ['hz-jtj', 'hz-kw']) {
      await expect(work.declaredSheet(account)).rejects.toThrow('sheet.already-there');
    }
  });
});
