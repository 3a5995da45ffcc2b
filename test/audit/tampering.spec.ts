import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Trail } from './trail.js';

let trail: Trail;
let entries: number;

beforeAll(async () => {
  trail = await Trail.open();
  entries = await trail.write(30);
  entries += await trail.seal().then(() => trail.write(30));
  await trail.seal();
});
afterAll(() => trail.close());

/** Carries out the deed, looks, and undoes it; what was there before is there again. */
async function afterDeed(deed: string, undo: string, parameters: unknown[] = []): Promise<unknown> {
  await trail.asOwner(deed);
  const { fault } = await trail.verify();
  await trail.asOwner(undo, parameters);
  expect((await trail.verify()).fault).toBeNull();
  return fault;
}

/** A value that differs from the one that stands there, by as little as the type allows. */
const OTHER: Record<string, (column: string) => string> = {
  uuid: (column) =>
    `overlay(coalesce(${column}, gen_random_uuid())::text placing case when right(${column}::text, 1) = '0' then '1' else '0' end from 36)::uuid`,
  text: (column) => (column === 'outcome' ? `'refused'` : `coalesce(${column}, '') || ' '`),
  'timestamp with time zone': (column) => `${column} + interval '1 microsecond'`,
  integer: (column) => `${column} + 1`,
  bigint: (column) => `${column} + 1000000`,
  ARRAY: (column) => `array_append(${column}, '')`,
  jsonb: (column) => `${column} || '{"": null}'`,
};

const COLUMNS = {
  operation_log: [
    'entry_id',
    'tenant_id',
    'at',
    'actor_id',
    'actor',
    'actor_post',
    'actor_unit',
    'action',
    'outcome',
    'object_kind',
    'object_id',
    'address',
    'device',
    'correlation_id',
    'details',
    'xact',
  ],
  journal: [
    'instance_id',
    'seq',
    'tenant_id',
    'at',
    'kind',
    'event',
    'sent',
    'version',
    'from_states',
    'to_states',
    'actor_id',
    'actor_post',
    'actor_unit',
    'on_behalf_of',
    'task_id',
    'opinion',
    'reason',
    'given',
    'changed',
    'xact',
  ],
};

describe('the chain', () => {
  test('fits as long as nobody touches it', async () => {
    expect(await trail.verify()).toMatchObject({ entries, gone: 0, fault: null });
  });

  test('knows every column of both tables but the month until which an entry is kept', async () => {
    const columns = await trail.asOwner<{ table: keyof typeof COLUMNS; column: string }>(
      `select table_name as "table", column_name as column from information_schema.columns
        where table_name in ('operation_log', 'journal') and column_name <> 'keep_until'`,
    );
    expect(columns.filter(({ table, column }) => !COLUMNS[table].includes(column))).toEqual([]);
  });

  test.each(Object.entries(COLUMNS).flatMap(([table, columns]) => columns.map((column) => [table, column])))(
    'names the entry of %s whose %s was changed ever so little',
    async (table, column) => {
      const isJournal = table === 'journal';
      // In each transaction the journal's entry is sealed before the operation.
      const seq = isJournal ? 41 : 42;
      const { where, key, source } = await trail.entry(seq);
      const [type] = await trail.asOwner<{ type: string }>(
        `select data_type as type from information_schema.columns where table_name = $1 and column_name = $2`,
        [table, column],
      );
      const [before] = await trail.asOwner<{ value: string | null }>(
        `select ${column}::text as value from ${table} where ${where}`,
      );
      const identity = isJournal ? { id: 'instance_id', no: ' and seq in (1, 2)' } : { id: 'entry_id', no: '' };
      const [id = ''] = key.split('/');
      const other = OTHER[type?.type ?? '']?.(column) ?? 'null';
      const deed = `update ${table} set ${column} = ${other} where ${where} returning ${identity.id} as id`;
      const [changed] = await trail.asOwner<{ id: string }>(deed);
      const { fault } = await trail.verify();
      await trail.asOwner(
        `update ${table} set ${column} = $1::text::${type?.type === 'ARRAY' ? 'text[]' : (type?.type ?? 'text')} where ${identity.id} = $2${identity.no}`,
        [before?.value ?? null, changed?.id ?? id],
      );
      expect((await trail.verify()).fault).toBeNull();
      expect(fault).toMatchObject({ seq, source, key });
    },
  );

  test.each([
    'first_seq',
    'last_seq',
    'algorithm',
    'sealed_at',
    'previous',
    'up_to_xact',
    'up_to_source',
    'up_to_key',
    'link',
  ])('names the block whose %s was changed', async (column) => {
    const [block] = await trail.asOwner<Record<string, unknown>>(
      `select *, sealed_at::text as sealed from audit_blocks order by first_seq limit 1`,
    );
    const changed: Record<string, unknown> = {
      first_seq: 2,
      last_seq: 59,
      algorithm: 'sm3',
      sealed_at: '2020-01-01T00:00:00Z',
      previous: 'x',
      up_to_xact: Number(block?.['up_to_xact']) - 1,
      up_to_source: 'journal',
      up_to_key: '00000000-0000-0000-0000-000000000000',
      link: 'x',
    };
    await trail.asOwner(`update audit_blocks set ${column} = $1 where previous = ''`, [changed[column]]);
    const { fault } = await trail.verify();
    const which = column === 'previous' ? `previous = 'x'` : `previous = ''`;
    const value = column === 'sealed_at' ? block?.['sealed'] : block?.[column];
    await trail.asOwner(`update audit_blocks set ${column} = $1 where ${which}`, [value]);
    expect((await trail.verify()).fault).toBeNull();
    expect(fault?.seq).toBeGreaterThanOrEqual(1);
    expect(fault?.seq).toBeLessThanOrEqual(61);
  });

  test('names the entry whose line was changed in a block', async () => {
    const { key } = await trail.entry(17);
    const deed = (from: string, to: string): string =>
      `update audit_blocks set lines = replace(lines, '${from}', '${to}') where first_seq = 1`;
    const other = key.replace(/^./, (first) => (first === '0' ? '1' : '0'));
    expect(await afterDeed(deed(key, other), deed(other, key))).toMatchObject({ kind: 'missing', seq: 17 });
    const [row] = await trail.asOwner<{ link: string }>(
      `select split_part(split_part(lines, E'\\n', 17), ' ', 4) as link from audit_blocks where first_seq = 1`,
    );
    const link = row?.link ?? '';
    const flipped = link.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    expect(await afterDeed(deed(link, flipped), deed(flipped, link))).toMatchObject({ kind: 'changed', seq: 17 });
  });

  test.each([1, 30, 60, 61, 119, 120])('names entry %i, which was deleted', async (seq) => {
    const { table, where } = await trail.entry(seq);
    await trail.asOwner(`create table aside as select * from ${table} where ${where}`);
    const fault = await afterDeed(`delete from ${table} where ${where}`, `insert into ${table} select * from aside`);
    await trail.asOwner(`drop table aside`);
    expect(fault).toMatchObject({ kind: 'missing', seq });
  });

  test.each([
    [2, '00000000-0000-7000-8000-00000000f00d', 2],
    [60, '00000000-0000-7000-8000-00000000f00d', 60],
    [60, 'ffffffff-0000-7000-8000-00000000f00d', 61],
    [120, '00000000-0000-7000-8000-00000000f00d', 120],
  ])('names an entry that was put in beside entry %i under the key %s', async (beside, forged, seq) => {
    const { where } = await trail.entry(beside);
    const columns = COLUMNS.operation_log.slice(1).join(', ');
    const fault = await afterDeed(
      `insert into operation_log (entry_id, ${columns}) select '${forged}', ${columns} from operation_log where ${where}`,
      `delete from operation_log where entry_id = '${forged}'`,
    );
    expect(fault).toMatchObject({ kind: 'inserted', key: forged, seq });
  });

  test('names an entry that is to be taken for one that is yet to come', async () => {
    const forged = '019f0000-0000-7000-8000-00000000f00e';
    const fault = await afterDeed(
      `insert into operation_log (entry_id, tenant_id, action, outcome, xact) values ('${forged}', '${forged}', 'session.opened', 'done', 1e15)`,
      `delete from operation_log where entry_id = '${forged}'`,
    );
    expect(fault).toMatchObject({ kind: 'inserted', key: forged });
  });

  test('names the first of two entries that were swapped', async () => {
    const [one, two] = [await trail.entry(20), await trail.entry(50)];
    const swap = `update operation_log a set object_id = b.object_id, actor_id = b.actor_id, details = b.details from operation_log b
      where a.${one.where} and b.${two.where} or a.${two.where} and b.${one.where}`;
    expect(await afterDeed(swap, swap)).toMatchObject({ kind: 'changed', seq: 20 });
  });

  test('names the first entry of a block that is gone, with its entries or without', async () => {
    await trail.asOwner(`create table aside as select * from audit_blocks where first_seq = 1`);
    const back = `insert into audit_blocks select * from aside`;
    expect(await afterDeed(`delete from audit_blocks where first_seq = 1`, back)).toMatchObject({
      kind: 'block',
      seq: 1,
    });
    await trail.asOwner(`drop table aside`);
  });
});

describe('the checkpoints', () => {
  beforeAll(async () => {
    // A process that starts, and finds the last checkpoint a minute old, writes one at once.
    await trail.write(1);
    const file = trail.settings.checkpointFile;
    const before = await readFile(file, 'utf8');
    expect(before.trim().split('\n')).toHaveLength(1);
    await trail.seal();
    const { lastSeq, link } = await head();
    await trail.checkpoints.add({ kind: 'sealed', seq: lastSeq, link, at: '2026-11-26T01:00:00.000Z' });
    entries += 2;
  });

  async function head(): Promise<{ lastSeq: number; link: string }> {
    const [row] = await trail.asOwner<{ lastSeq: string; link: string }>(
      `select last_seq as "lastSeq", link from audit_blocks order by first_seq desc limit 1`,
    );
    return { lastSeq: Number(row?.lastSeq), link: row?.link ?? '' };
  }

  test('prove the chain to its end', async () => {
    expect(await trail.verify()).toMatchObject({ entries, provedUpTo: entries, fault: null });
  });

  test('tell of a tail that was cut off, entries and blocks', async () => {
    const tail = `first_seq > 60`;
    const [cut] = await trail.asOwner<{ xact: string }>(
      `select up_to_xact as xact from audit_blocks where first_seq = 1`,
    );
    const tables = ['operation_log', 'journal'];
    await trail.asOwner(`create table aside_blocks as select * from audit_blocks where ${tail}`);
    for (const table of tables) {
      await trail.asOwner(`create table aside_${table} as select * from ${table} where xact > ${cut?.xact}`);
      await trail.asOwner(`delete from ${table} where xact > ${cut?.xact}`);
    }
    await trail.asOwner(`delete from audit_blocks where ${tail}`);
    const { fault } = await trail.verify();
    for (const table of tables) await trail.asOwner(`insert into ${table} select * from aside_${table}`);
    await trail.asOwner(`insert into audit_blocks select * from aside_blocks`);
    await trail.asOwner(`drop table aside_blocks, aside_journal, aside_operation_log`);
    expect(fault).toMatchObject({ kind: 'truncated', seq: 61 });
    expect((await trail.verify()).fault).toBeNull();
  });

  test('tell of a chain that was made anew over a changed entry', async () => {
    const { where } = await trail.entry(100);
    await trail.asOwner(`create table aside_blocks as select * from audit_blocks`);
    await trail.asOwner(`update operation_log set details = details || '{"行数": 0}' where ${where}`);
    await trail.asOwner(`delete from audit_blocks where first_seq > 60`);
    const hidden = { ...trail.settings, checkpointFile: `${trail.folder}/hidden.jsonl` };
    await trail.seal(hidden);
    const { fault } = await trail.verify();
    expect(fault).toMatchObject({ kind: 'rewritten', seq: 61 });
    await trail.asOwner(`update operation_log set details = details || jsonb_build_object('行数', 19) where ${where}`);
    await trail.asOwner(`delete from audit_blocks`);
    await trail.asOwner(`insert into audit_blocks select * from aside_blocks`);
    expect((await trail.verify()).fault).toBeNull();
  });

  test('are read where one was forged, changed or cut off, and the line is named', async () => {
    const file = trail.settings.checkpointFile;
    const before = await readFile(file, 'utf8');
    const [first = ''] = before.split('\n');
    const changed = before.replace(first, first.replace(/"seq":60/, '"seq":59'));
    for (const [text, line] of [
      [changed, 1],
      [`${before}${first.slice(0, 40)}`, 3],
    ] as const) {
      await writeFile(file, text);
      const { fault } = await trail.verify();
      expect([fault?.kind, fault?.what.en]).toEqual(['checkpoint', expect.stringContaining(`line ${line} `)]);
    }
    // A line that a crash cut off stays by itself.
    await trail.checkpoints.add({ kind: 'sealed', seq: 1, link: 'x', at: '2026-11-26T01:00:00.000Z' });
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(5);
    await writeFile(file, before);
    expect((await trail.verify()).fault).toBeNull();
  });
});
