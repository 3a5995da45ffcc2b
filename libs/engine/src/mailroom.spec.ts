import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { DomainError, newId } from '#platform';
import { field, smallWorkflow, words } from '../../../test/harness/small-workflow.js';
import { Workbench } from '../../../test/harness/workbench.js';
import { SYSTEM, type TransactionEffect } from './effects.js';

const petition = smallWorkflow(
  'petition',
  {
    states: {
      registering: { on: { register: 'collecting' } },
      collecting: {
        on: {
          letter: {
            target: 'collecting',
            actions: { type: 'subject.append', params: { field: 'letters', take: ['text'] } },
          },
          evidence: { target: 'collecting', guard: { type: 'when', params: { field: 'sealed', is: true } } },
          fragile: { actions: 'petition.break' },
          close: 'closed',
          verdict: 'closed',
        },
      },
      closed: { type: 'final', meta: { title: words('办结') } },
    },
  },
  {
    fields: {
      number: field.text('编号'),
      text: field.text('来信'),
      sealed: field.yesNo('盖章'),
      letters: field.list('来信', 'text'),
    },
    correlation: 'number',
    messages: {
      letter: { title: words('来信'), early: 'keep' },
      notice: { title: words('公告'), early: 'keep', keepFor: { workingDays: 3 } },
      evidence: { title: words('证据'), early: 'refuse' },
      verdict: { title: words('裁定'), early: 'refuse' },
      fragile: { title: words('易碎品'), early: 'keep' },
    },
  },
);

let bench: Workbench;
let broken: TransactionEffect['run'] = () => Promise.resolve();

beforeAll(async () => {
  bench = await Workbench.open(petition);
  bench.effects.register({ name: 'petition.break', run: (...given) => broken(...given) });
});
afterAll(() => bench.close());
beforeEach(() => {
  broken = () => Promise.resolve();
});

const begin = (number: string): Promise<string> => bench.start('petition', { number });
const letter = (number: string, text: string): Promise<{ delivered: boolean }> =>
  bench.tell('petition', number, 'letter', { text });

async function letters(instanceId: string): Promise<unknown> {
  const { subject } = await bench.case(instanceId);
  return (subject['letters'] as { text: string }[] | undefined)?.map(({ text }) => text);
}

async function waiting(): Promise<number> {
  const [row] = await bench.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM messages`);
  return row?.n ?? 0;
}

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );

describe('an event from outside', () => {
  test('is delivered before it is answered where the case takes it, and stands in the history', async () => {
    const instanceId = await begin('1');
    await bench.send(instanceId, 'register');
    expect(await letter('1', '一')).toMatchObject({ delivered: true });
    expect(await letters(instanceId)).toEqual(['一']);
    expect(
      await bench.database.query(`SELECT kind, event, given FROM journal WHERE instance_id = $1 AND seq = 3`, [
        instanceId,
      ]),
    ).toEqual([{ kind: 'message', event: 'letter', given: { text: '一' } }]);
  });

  test('that is early is kept until a state takes it', async () => {
    const instanceId = await begin('2');
    expect(await letter('2', '一')).toMatchObject({ delivered: false });
    await bench.sendAll(instanceId, 'register');
    expect(await letters(instanceId)).toEqual(['一']);
    expect(await waiting()).toBe(0);
  });

  test('that comes before its case waits for it', async () => {
    expect(await letter('3', '一')).toMatchObject({ delivered: false });
    const instanceId = await begin('3');
    await bench.sendAll(instanceId, 'register');
    expect(await letters(instanceId)).toEqual(['一']);
  });

  test('reaches, of several cases of one value, the one that began first', async () => {
    await letter('4', '一');
    const first = await begin('4');
    bench.clock.advance(1_000);
    const second = await begin('4');
    await bench.send(second, 'register');
    await bench.sendAll(first, 'register');
    expect([await letters(first), await letters(second)]).toEqual([['一'], undefined]);
  });

  test('is refused where the definition keeps none that is early, and leaves nothing', async () => {
    expect(await codeOf(bench.tell('petition', '5', 'evidence'))).toBe('message.early');
    const instanceId = await begin('5');
    await bench.send(instanceId, 'register');
    expect(await codeOf(bench.tell('petition', '5', 'evidence', { sealed: false }))).toBe('message.early');
    expect(await bench.tell('petition', '5', 'evidence', { sealed: true })).toEqual({
      messageId: null,
      delivered: true,
    });
    expect(await waiting()).toBe(0);
  });

  test('that the definition does not name is refused', async () => {
    expect(await codeOf(bench.tell('petition', '5', 'close'))).toBe('message.unknown');
  });

  test('that ended its case while it was sent a second time is answered alike', async () => {
    const instanceId = await begin('verdict');
    await bench.send(instanceId, 'register');
    const key = { key: newId(), hash: 'h' };
    const { database } = bench;
    const query = database.query.bind(database);
    // The second has looked its key up, and looks for its case, when the first is done.
    const spy = jest.spyOn(database, 'query').mockImplementation(async (statement: string, parameters?: unknown[]) => {
      if (!statement.includes('correlation = $3')) return query(statement, parameters);
      spy.mockRestore();
      expect(await bench.tell('petition', 'verdict', 'verdict', {}, key)).toEqual({ messageId: null, delivered: true });
      return query(statement, parameters);
    });
    expect(await bench.tell('petition', 'verdict', 'verdict', {}, key)).toEqual({ messageId: null, delivered: true });
    expect(await bench.case(instanceId)).toMatchObject({ status: 'done' });
  });

  test('under a key that was used is answered alike, and makes no second step', async () => {
    const instanceId = await begin('6');
    await bench.send(instanceId, 'register');
    const key = { key: newId(), hash: 'h' };
    const sent = await Promise.all([1, 2, 3].map(() => bench.tell('petition', '6', 'letter', { text: '一' }, key)));
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1);
    const proof = { key: newId(), hash: 'h' };
    for (const turn of [1, 2])
      expect([turn, await bench.tell('petition', '6', 'evidence', { sealed: true }, proof)]).toEqual([
        turn,
        { messageId: null, delivered: true },
      ]);
    expect(await letters(instanceId)).toEqual(['一']);
    expect(await bench.case(instanceId)).toMatchObject({ revision: 4 });
    const other = bench.tell('petition', '6', 'letter', { text: '二' }, { ...key, hash: 'other' });
    expect(await codeOf(other)).toBe('command.key-reused');
  });
});

describe('events that are kept', () => {
  test('are delivered in the order in which they came, however many', async () => {
    const instanceId = await begin('11');
    const texts = Array.from({ length: 30 }, (_, index) => String(index));
    for (const text of texts) await letter('11', text);
    await bench.send(instanceId, 'register');
    await Promise.all([bench.parts, bench.anotherWorker()].map(({ mailroom }) => mailroom.deliverReady()));
    expect(await letters(instanceId)).toEqual(texts);
  });

  test('go once their time is over', async () => {
    const instanceId = await begin('12');
    await bench.tell('petition', '12', 'notice');
    await bench.tell('petition', 'never', 'notice');
    expect(await waiting()).toBe(2);
    await bench.moveTo('2017-01-09T09:00:00+08:00');
    await bench.sendAll(instanceId, 'register');
    expect(await waiting()).toBe(0);
  });

  test('go with the case that nobody can reach any more', async () => {
    const instanceId = await begin('13');
    await bench.tell('petition', '13', 'notice');
    await bench.sendAll(instanceId, 'register', 'close');
    expect(await waiting()).toBe(0);
  });

  test('wait for a case that stands still, and reach it once it goes on', async () => {
    const instanceId = await begin('14');
    await bench.send(instanceId, 'register');
    const operation = { tenantId: bench.tenantId, instanceId, actor: SYSTEM, reason: '等待批复' };
    await bench.parts.operations.suspend({ ...operation, key: { key: newId(), hash: 'h' } });
    expect(await letter('14', '一')).toMatchObject({ delivered: false });
    await bench.parts.operations.resume({ ...operation, key: { key: newId(), hash: 'h' } });
    await bench.settle();
    expect(await letters(instanceId)).toEqual(['一']);
  });

  test('stay ready where the case makes a step while they are being laid aside', async () => {
    const instanceId = await begin('15');
    const [message] = await Promise.all([letter('15', '一'), bench.send(instanceId, 'register')]);
    expect(message.delivered).toBeDefined();
    await bench.settle();
    expect(await letters(instanceId)).toEqual(['一']);
  });

  test('are looked at again where a step that was being written could not see them', async () => {
    const instanceId = await begin('16');
    let register: Promise<unknown> = Promise.resolve();
    await bench.database.transaction(async (sql) => {
      await sql.query(`SELECT FROM instances WHERE instance_id = $1 FOR UPDATE`, [instanceId]);
      register = bench.send(instanceId, 'register');
      await blocked(1);
      const key = { key: newId(), hash: 'h' };
      await bench.tell('petition', '16', 'letter', { text: '一' }, key, bench.anotherWorker());
    });
    await register;
    await bench.settle();
    await bench.database.query(`UPDATE messages SET lease_until = now() - interval '1 second'`);
    await bench.settle();
    expect(await letters(instanceId)).toEqual(['一']);
  });

  test('lose no attempt by steps that come between', async () => {
    const instanceId = await begin('17');
    await letter('17', '一');
    for (let turn = 0; turn < 20; turn += 1) {
      const operation = {
        tenantId: bench.tenantId,
        instanceId,
        actor: SYSTEM,
        reason: '重办',
        key: { key: newId(), hash: 'h' },
      };
      await bench.parts.operations.modify({ ...operation, states: ['registering'] });
      await bench.settle();
    }
    await bench.sendAll(instanceId, 'register');
    expect(await letters(instanceId)).toEqual(['一']);
  });

  test('whose step fails are tried again after a pause, and given up with the reason kept', async () => {
    const instanceId = await begin('18');
    await bench.send(instanceId, 'register');
    broken = () => Promise.reject(new Error('坏了'));
    await bench.tell('petition', '18', 'fragile');
    for (let turn = 0; turn < 9; turn += 1) {
      await bench.settle();
      await bench.database.query(`UPDATE messages SET lease_until = NULL`);
    }
    expect(await bench.database.query(`SELECT dead, attempts, last_error FROM messages`)).toEqual([
      { dead: true, attempts: 8, last_error: 'Error: 坏了' },
    ]);
    expect(await letter('18', '一')).toMatchObject({ delivered: true });
  });
});

/** Until so many statements wait for a lock. */
async function blocked(count: number): Promise<void> {
  for (;;) {
    const [row] = await bench.asOwner<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if ((row?.n ?? 0) >= count) return;
  }
}
