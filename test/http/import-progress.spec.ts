import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import type { ImportReport, Problem } from '#contracts';
import { OFFICER } from './annual-target/sheet-work.js';
import { Office } from './office.js';

const SAMPLE = new URL('../../../apps/api/sample/hangzhou/', import.meta.url);
const UNITS = 'code,name,name_en,aliases,unit_type,is_group,parent_code,source_files,note';
const STEPS = ['read', 'check', 'save'];

interface Line {
  progress?: { step: string; file: string; rows: number; of: number | null };
  report?: ImportReport;
  problem?: Problem;
}

let office: Office;
let cookies: Record<string, string>;

beforeAll(async () => {
  office = await Office.open();
  cookies = Object.fromEntries(
    await Promise.all(
      [OFFICER, 'hz-hbj.operator'].map(async (account) => {
        const signedIn = await (await office.person()).signIn(account);
        return [account, signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''] as const;
      }),
    ),
  );
});
afterAll(() => office.close());

function formOf(files: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) form.append('files', new Blob([content]), name);
  return form;
}

function upload(files: Record<string, string>, { accept = 'application/x-ndjson', account = OFFICER } = {}) {
  const headers = { cookie: cookies[account] ?? '', accept };
  return fetch(`${office.address}/api/imports`, { method: 'POST', headers, body: formOf(files) });
}

const linesOf = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
const unitRows = (count: number): string =>
  [UNITS, ...Array.from({ length: count }, (_, no) => `HZ-N${no},第${no}新单位,New ${no},,department,no,,,`)].join(
    '\n',
  );

describe('an import that is told as it goes', () => {
  test('says for every file how many rows are read, checked and saved, and ends with the report', async () => {
    const names = await readdir(SAMPLE);
    const files = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, SAMPLE), 'utf8')] as const)),
    );
    const response = await upload(files);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/x-ndjson; charset=utf-8',
    ]);
    const lines = linesOf(await response.text());
    const report = lines.at(-1)?.report;
    expect(report).toMatchObject({ done: true, problems: [] });
    expect(report?.files).toHaveLength(5);
    const told = lines.flatMap(({ progress }) => (progress ? [progress] : []));
    expect(told).toHaveLength(lines.length - 1);
    for (const { file, rows } of report?.files ?? []) {
      for (const step of STEPS)
        expect(told.filter((one) => one.file === file && one.step === step).at(-1)).toEqual({
          step,
          file,
          rows,
          of: rows,
        });
    }
  });

  test('is heard while it runs, not all at its end', async () => {
    const response = await upload({ 'units.csv': unitRows(20_000) });
    const heard: string[] = [];
    for await (const chunk of response.body ?? []) heard.push(Buffer.from(chunk).toString());
    expect(heard.length).toBeGreaterThan(3);
    expect(heard[0]).not.toContain('"report"');
    expect(linesOf(heard.join('')).at(-1)?.report).toMatchObject({ done: true, files: [{ rows: 20_000 }] });
  });

  test('whose reader leaves in the middle is whole or not there at all', async () => {
    const leaving = new AbortController();
    const response = await fetch(`${office.address}/api/imports`, {
      method: 'POST',
      headers: { cookie: cookies[OFFICER] ?? '', accept: 'application/x-ndjson' },
      body: formOf({ 'units.csv': unitRows(30_000) }),
      signal: leaving.signal,
    });
    await response.body?.getReader().read();
    leaving.abort();
    const again = linesOf(await (await upload({ 'units.csv': unitRows(30_000) })).text()).at(-1)?.report;
    const [file] = again?.files ?? [];
    expect([again?.done, [0, 10_000].includes(file?.added ?? -1)]).toEqual([true, true]);
    expect((await upload({ 'units.csv': `${UNITS}\n` }, { accept: 'application/json' })).status).toBe(200);
  });

  test('names the bad rows in its report', async () => {
    const lines = linesOf(await (await upload({ 'units.csv': `${UNITS}\nHZ-X,,,,department,maybe,,,` })).text());
    expect(lines.at(-1)?.report).toMatchObject({ done: false, problems: [{ row: 2 }, { row: 2 }] });
    expect(lines.some(({ progress }) => progress?.step === 'save')).toBe(false);
  });
});

describe('an import that is refused', () => {
  test.each<[string, () => Promise<Response>, number, string]>([
    ['before any file came', () => upload({}, { account: 'hz-hbj.operator' }), 403, 'permission.missing'],
    ['for its size', () => upload({ 'units.csv': 'a'.repeat(20 * 1024 * 1024 + 1) }), 413, 'request.too-large'],
  ])('%s is a problem and no line', async (_, send, status, code) => {
    const response = await send();
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(await response.json()).toMatchObject({ code });
  });

  test('after its first line says so in its last', async () => {
    await office.asOwner('alter table units add constraint no_more_units check (false) not valid');
    const broken = `${UNITS}\nHZ-BROKEN,市不成局,No Bureau,,department,no,,,`;
    const lines = linesOf(await (await upload({ 'units.csv': broken })).text());
    await office.asOwner('alter table units drop constraint no_more_units');
    expect(lines[0]?.progress).toMatchObject({ step: 'read', file: 'units.csv' });
    expect(lines.at(-1)?.problem).toMatchObject({ status: 500, code: 'internal.error' });
  });
});

test('a client that does not ask for lines gets the report alone', async () => {
  const response = await upload({ 'units.csv': unitRows(1) }, { accept: 'application/json' });
  expect(response.headers.get('content-type')).toContain('application/json');
  expect(await response.json()).toMatchObject({ done: true });
});
