import { afterEach, describe, expect, test } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '#platform';
import { verify, type VerifyOptions } from '../../apps/api/src/cli/verify.js';
import { DIRECTOR, MAYOR, OFFICER, SheetWork } from '../http/annual-target/sheet-work.js';
import { ANSWER, KEY_TARGETS, OpinionOffice, PLAN, REPORT } from '../http/opinion-rectification/opinion-office.js';

let close: (() => Promise<void>) | null = null;
afterEach(async () => {
  await close?.();
  close = null;
});

async function verified(app: INestApplicationContext, options: VerifyOptions = {}): Promise<string[]> {
  const said: string[] = [];
  const code = await verify(app, options, (line) => said.push(line));
  expect(code).toBe(said.length === 1 && said[0]?.includes('hold together') ? 0 : 1);
  return said.slice(0, -1);
}

describe('verify', () => {
  test('finds nothing wrong with target sheets on all their ways, and everything that is done to them', async () => {
    const work = await SheetWork.open();
    close = () => work.close();
    const sheets = [];
    for (const account of ['hz-hbj', 'hz-czj', 'linan'])
      sheets.push(await (await work.sheet(account)).to('leadershipApproval'));
    const [issued, refused, returned] = sheets;
    const [officer, mayor] = [await work.person(OFFICER), await work.person(MAYOR)];
    await mayor.answer(issued?.instanceId ?? '', 'agree');
    await mayor.answer(refused?.instanceId ?? '', 'refuse', { opinion: '不宜列入。' });
    await mayor.answer(returned?.instanceId ?? '', 'return', { opinion: '权重再斟酌。' });
    await officer.answer(returned?.instanceId ?? '', 'pass');
    await work.person(DIRECTOR);
    await work.office.moveTo('2017-05-01T09:00:00+08:00');
    const { app } = work.office;
    expect(await verified(app)).toEqual([]);
    expect(await verified(app, { tenant: 'hangzhou' })).toEqual([]);

    const database = app.get(Database);
    const instanceId = returned?.instanceId ?? '';
    const damage = async (statement: string): Promise<string> => {
      await database.query(statement, [instanceId]);
      const said = await verified(app, { instance: instanceId });
      expect((await verified(app)).length).toBeGreaterThanOrEqual(said.length);
      return said.join('\n');
    };
    expect(await damage(`UPDATE instances SET subject = subject || '{"rounds": 77}' WHERE instance_id = $1`)).toMatch(
      /I1.*“rounds” is stored as 77/,
    );
    expect(await damage(`UPDATE tasks SET state = 'drafting' WHERE instance_id = $1 AND status = 'open'`)).toMatch(
      /I4.*drafting.*is open, but its state is not active/,
    );
    expect(await damage(`DELETE FROM tasks WHERE instance_id = $1 AND status = 'open'`)).toMatch(
      /I4.*nobody has that task/,
    );
    expect(
      await damage(`INSERT INTO timers (timer_id, tenant_id, instance_id, kind, name, task_id, payload, due_at)
      SELECT gen_random_uuid(), tenant_id, instance_id, 'rung', 'remind', task_id, '{}', now() FROM tasks WHERE instance_id = $1 AND status = 'done' LIMIT 1`),
    ).toMatch(/I5.*belongs to no open task/);
  }, 120_000);

  test('finds nothing wrong with opinions that went round, were merged, waited, and ran into the year’s end', async () => {
    const opinions = await OpinionOffice.open();
    close = () => opinions.close();
    await opinions.office.moveTo('2017-02-20T09:00:00+08:00');
    for (const no of [1, 2, 3, 4, 5]) {
      const id = opinions.idOf(no);
      for (let turn = 0; turn < 12; turn += 1) if (!(await goOn(opinions, id))) break;
    }
    await opinions.office.moveTo('2018-01-05T09:00:00+08:00');
    expect(await verified(opinions.office.app)).toEqual([]);
  }, 120_000);
});

/** Gives the first answer that anybody may give on a case; false where nobody may. */
async function goOn(opinions: OpinionOffice, id: string): Promise<boolean> {
  const people = [
    opinions.officer,
    opinions.director,
    await opinions.lead(id, 'operator'),
    await opinions.lead(id, 'leader'),
  ];
  for (const person of people) {
    const { myTasks } = await person.case(id);
    for (const task of myTasks) {
      for (const { event } of task.outcomes) {
        const data = { ...PLAN, ...KEY_TARGETS, ...REPORT, ...ANSWER };
        const known = Object.fromEntries(
          Object.entries(data).filter(([name]) => task.form?.fields.some((field) => field.field === name)),
        );
        const reply = await person.try(id, event, { opinion: '同意。', data: known, task: task.name });
        if (reply.status === 200) return true;
      }
    }
  }
  return false;
}
