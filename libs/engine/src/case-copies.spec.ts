import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { DomainError } from '#platform';
import { field, smallWorkflow, words } from '../../../test/harness/small-workflow.js';
import { Workbench } from '../../../test/harness/workbench.js';
import { SYSTEM } from './effects.js';
import type { Engine } from './engine.js';

const letter = smallWorkflow(
  'letter',
  {
    states: {
      draft: { on: { send: 'sent', note: {} } },
      sent: { on: { recall: 'draft', file: 'filed' } },
      filed: { type: 'final', meta: { title: words('filed'), ending: 'done' } },
    },
  },
  { fields: { text: field.text('正文'), copies: field.number('份数'), list: field.list('附件', 'name') } },
);

let bench: Workbench;
let other: Engine;
let reads: () => number;

beforeAll(async () => {
  bench = await Workbench.open(letter);
});
afterAll(() => bench.close());

beforeEach(() => {
  other = bench.anotherWorker().engine;
  const asked = jest.spyOn(bench.database, 'prepared');
  reads = () => asked.mock.calls.filter(([statement]) => statement.startsWith('SELECT i.instance_id')).length;
});
afterEach(() => {
  jest.restoreAllMocks();
});

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );

/** Another process sends an event. */
const elsewhere = (instanceId: string, event: string, given: Record<string, unknown> = {}): ReturnType<Engine['run']> =>
  other.run({
    tenantId: bench.tenantId,
    instanceId,
    plan: () => Promise.resolve({ event, name: event, kind: 'step', actor: SYSTEM, given }),
  });

describe('a case that this process wrote last', () => {
  test('is not read for its next commands, and is what it would have been read as', async () => {
    const id = await bench.start('letter', { text: '关于“市容”的函', copies: 3, list: [{ name: '附一' }] });
    await bench.send(id, 'note', { given: { copies: 4 } });
    const seen: unknown[] = [];
    const look = (engine: Engine): Promise<unknown> =>
      engine.run({
        tenantId: bench.tenantId,
        instanceId: id,
        plan: ({ asOf, chart, ...instance }) => {
          seen.push({ ...instance, revision: 0, isCopy: asOf !== null, chart: chart.definition });
          return Promise.resolve({ event: 'note', name: 'note', kind: 'step', actor: SYSTEM });
        },
      });
    await look(bench.parts.engine);
    expect(reads()).toBe(0);
    await look(other);
    expect(reads()).toBe(1);
    const [fromCopy, fromRow] = seen as { isCopy: boolean }[];
    expect([fromCopy?.isCopy, fromRow?.isCopy]).toEqual([true, false]);
    expect({ ...fromCopy, isCopy: null }).toEqual({ ...fromRow, isCopy: null });
  });

  test('is read again once it has ended, or where nobody of this tenant asks', async () => {
    const id = await bench.start('letter');
    const foreign = bench.parts.engine.run({
      tenantId: '01900000-0000-7000-8000-000000000000',
      instanceId: id,
      plan: () => Promise.resolve({ event: 'send', name: 'send', kind: 'step', actor: SYSTEM }),
    });
    expect(await codeOf(foreign)).toBe('case.missing');
    await bench.send(id, 'send');
    await bench.send(id, 'file');
    const before = reads();
    expect(await codeOf(bench.send(id, 'file'))).toBe('case.ended');
    expect(reads()).toBe(before + 1);
  });
});

test('an answer that names the keys of an object in another order changes nothing, on a copy as on the row', async () => {
  const id = await bench.start('letter', { list: [{ amount: 1, no: 2 }] });
  const again = { given: { list: [{ no: 2, amount: 1 }], copies: 5 } };
  await bench.send(id, 'note', again);
  await elsewhere(id, 'note', { list: [{ amount: 1, no: 2 }], copies: 6 });
  const entries = await bench.database.query<{ given: unknown; changed: unknown }>(
    `SELECT given, changed FROM journal WHERE instance_id = $1 AND seq > 1 ORDER BY seq`,
    [id],
  );
  expect(entries).toEqual([
    { given: { copies: 5 }, changed: { copies: 5 } },
    { given: { copies: 6 }, changed: { copies: 6 } },
  ]);
});

test('a copy names keys in the order in which the row does', async () => {
  const id = await bench.start('letter', { list: [{ amount: 1, no: 2, 数量: 3 }], text: 'x', copies: 2 });
  const seen: string[] = [];
  for (const engine of [bench.parts.engine, other]) {
    await engine.run({
      tenantId: bench.tenantId,
      instanceId: id,
      plan: ({ position }) => {
        seen.push(JSON.stringify(position));
        return Promise.resolve({ event: 'note', name: 'note', kind: 'step', actor: SYSTEM });
      },
    });
  }
  expect(seen[0]).toBe(seen[1]);
});

describe('a case that another process has moved on meanwhile', () => {
  test('takes what it takes now, on what it holds now', async () => {
    const id = await bench.start('letter', { copies: 1 });
    await elsewhere(id, 'send', { copies: 7 });
    await bench.send(id, 'file');
    expect(await bench.case(id)).toMatchObject({ ending: 'done', subject: { copies: 7 }, revision: 3 });
  });

  test('refuses what it would have taken before, and loses nothing', async () => {
    const id = await bench.start('letter');
    await bench.send(id, 'send');
    await elsewhere(id, 'recall', { text: '收回' });
    expect(await codeOf(bench.send(id, 'file'))).toBe('step.refused');
    expect(await bench.case(id)).toMatchObject({ states: ['draft'], subject: { text: '收回' }, revision: 3 });
  });

  test('is what it is now to a sender who saw that', async () => {
    const id = await bench.start('letter');
    await elsewhere(id, 'note');
    await bench.send(id, 'send', { revision: 2 });
    expect(await codeOf(bench.send(id, 'recall', { revision: 2 }))).toBe('case.changed');
    expect(await bench.states(id)).toEqual(['sent']);
  });

  test('answers a command that came there first as it was answered there', async () => {
    const id = await bench.start('letter');
    const command = {
      tenantId: bench.tenantId,
      instanceId: id,
      key: { key: 'sent-twice', hash: 'h' },
      plan: () => Promise.resolve({ event: 'send', name: 'send', kind: 'step' as const, actor: SYSTEM }),
    };
    const first = await other.run(command);
    expect(await bench.parts.engine.run(command)).toEqual(first);
    expect(await bench.case(id)).toMatchObject({ states: ['sent'], revision: 2 });
  });
});

test('a database that was set back and came to the same revision by another way is read, not overwritten', async () => {
  const id = await bench.start('letter', { text: '原文' });
  await bench.send(id, 'note', { given: { text: '此步随备份恢复而丢失' } });
  // What a restore leaves: the case as it was before that step, and then another step elsewhere.
  await bench.asOwner(`DELETE FROM journal WHERE instance_id = '${id}' AND seq = 2`);
  await bench.asOwner(
    `UPDATE instances SET revision = 1, subject = '{"text":"原文"}', changed_at = started_at WHERE instance_id = '${id}'`,
  );
  bench.clock.advance(60_000);
  await elsewhere(id, 'note', { copies: 2 });
  await bench.send(id, 'send');
  expect(await bench.case(id)).toMatchObject({
    states: ['sent'],
    subject: { text: '原文', copies: 2 },
    revision: 3,
  });
});
