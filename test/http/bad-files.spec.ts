import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { crc32, deflateRawSync } from 'node:zlib';
import type { ImportReport, Problem, TargetTree, UnitRef } from '#contracts';
import { OFFICER } from './annual-target/sheet-work.js';
import { Office, type Person } from './office.js';

const SAMPLE = new URL('../../../apps/api/sample/hangzhou/', import.meta.url);

let office: Office;
let officer: Person;
let cookie: string;

beforeAll(async () => {
  office = await Office.open();
  officer = await office.person(OFFICER);
  const signedIn = await officer.signIn(OFFICER);
  cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterAll(() => office.close());

type Outcome = ImportReport & { notices: ImportReport['problems'] } & Problem;

/** Uploads files as the browser does. */
async function upload(files: Record<string, string | Buffer>): Promise<{ status: number; body: Outcome }> {
  const form = new FormData();
  for (const [name, content] of Object.entries(files))
    form.append('files', new Blob([new Uint8Array(Buffer.from(content))]), name);
  const response = await fetch(`${office.address}/api/imports`, { method: 'POST', headers: { cookie }, body: form });
  return { status: response.status, body: (await response.json()) as Outcome };
}

const sample = (name: string): Promise<string> => readFile(new URL(name, SAMPLE), 'utf8');
const unitsNamed = async (name: string): Promise<UnitRef[]> =>
  (await officer.get<UnitRef[]>(`/api/units?q=${encodeURIComponent(name)}`)).body;

/** A text in GBK, as Chinese Excel saves CSV. */
function inGbk(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const bytesOf = new Map<string, number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1)
      bytesOf.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  }
  return Buffer.from([...text].flatMap((letter) => bytesOf.get(letter) ?? [letter.charCodeAt(0)]));
}

/** A workbook whose one entry inflates to so many bytes. */
function bomb(bytes: number): Buffer {
  const packed = deflateRawSync(Buffer.alloc(bytes));
  const name = Buffer.from('xl/worksheets/sheet1.xml');
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE(8, 4);
  facts.writeUInt32LE(crc32(Buffer.alloc(bytes)), 10);
  facts.writeUInt32LE(packed.length, 14);
  facts.writeUInt32LE(bytes, 18);
  facts.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), facts, name, packed]);
  const directory = Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), facts, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, directory, end]);
}

describe('the sample, imported again', () => {
  test('changes nothing', async () => {
    const names = await readdir(SAMPLE);
    const files = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await sample(name)] as const)));
    const { status, body } = await upload(files);
    expect([status, body.done, body.problems]).toEqual([200, true, []]);
    expect(body.files).toHaveLength(5);
    for (const file of body.files) expect(file).toMatchObject({ added: 0, changed: 0, unchanged: file.rows });
  });

  test('in GBK is read all the same, and said to be', async () => {
    const { body } = await upload({ 'units.csv': inGbk((await sample('units.csv')).replaceAll('’', "'")) });
    expect(body.problems).toEqual([]);
    expect(body.notices).toMatchObject([{ file: 'units.csv', code: 'file.encoding', value: 'GB18030' }]);
    expect(await unitsNamed('市环保局')).toMatchObject([{ code: 'HZ-HBJ', name: '市环保局' }]);
  });
});

describe('one bad row', () => {
  const header = 'code,name,name_en,aliases,unit_type,is_group,parent_code,source_files,note';

  test('is named with file, row, column, value and reason, and keeps the good rows out, too', async () => {
    const rows = [
      header,
      'HZ-XIN,市新设局,New Bureau,,department,no,,,',
      'HZ-CUO,市错误局,Wrong Bureau,,department,maybe,,,',
    ];
    const { status, body } = await upload({ 'units.csv': rows.join('\n') });
    expect([status, body.done, body.problemCount]).toEqual([200, false, 1]);
    expect(body.problems).toMatchObject([
      { file: 'units.csv', row: 3, column: 'is_group', value: 'maybe', code: 'cell.not-yes-no' },
    ]);
    expect(body.problems[0]?.message.zh).toContain('是或否');
    expect(body.problems[0]?.message.en).toContain('yes or no');
    expect(await unitsNamed('HZ-XIN')).toEqual([]);
  });

  test('of one file keeps every other file out', async () => {
    const kpi = await sample('kpi.csv');
    const lines = kpi.trimEnd().split('\n');
    const strange = (lines[1] ?? '').replace('HZ-G-QXS', 'HZ-NONE').replace(',2017,', ',2099,');
    const { body } = await upload({
      'units.csv': `${header}\nHZ-XIN,市新设局,New Bureau,,department,no,,,\n`,
      'kpi.csv': [...lines, strange].join('\n'),
    });
    expect(body.done).toBe(false);
    expect(body.problems.map((problem) => [problem.file, problem.row])).toContainEqual(['kpi.csv', lines.length + 1]);
    expect(body.problems.find((problem) => problem.code === 'unit.unknown')).toMatchObject({
      column: 'responsible_unit_codes',
      value: 'HZ-NONE',
    });
    expect(await unitsNamed('HZ-XIN')).toEqual([]);
    const { body: tree } = await officer.get<TargetTree>('/api/targets');
    expect(tree.years).not.toContain(2099);
  });

  test.each<[string, string, string]>([
    ['a missing column', 'code,name\nHZ-XIN,市新设局', 'column.missing'],
    ['an unknown column', `${header},colour\nHZ-XIN,市新设局,,,department,no,,,,red`, 'column.unknown'],
    ['a code twice', `${header}\nHZ-XIN,甲局,,,department,no,,,\nHZ-XIN,乙局,,,department,no,,,`, 'row.repeated'],
    ['a cell too many', `${header}\nHZ-XIN,甲,局,,,department,no,,,,,,x`, 'row.too-many-cells'],
    ['a quote that does not end', `${header}\n"HZ-XIN,甲局`, 'file.csv-broken'],
    ['a hidden character', `${header}\nHZ-XIN,甲\u202e局,,,department,no,,,`, 'text.control-character'],
    ['NUL', `${header}\nHZ-XIN,甲\u0000局,,,department,no,,,`, 'file.not-text'],
    ['nothing', '', 'file.empty'],
  ])('with %s is reported as such', async (_, content, code) => {
    const { status, body } = await upload({ 'units.csv': content });
    expect([status, body.done]).toEqual([200, false]);
    expect(body.problems.map((problem) => problem.code)).toContain(code);
    for (const { message } of body.problems)
      expect([message.zh, message.en].every((text) => text.length > 0)).toBe(true);
    expect(await unitsNamed('HZ-XIN')).toEqual([]);
  });
});

describe('a file', () => {
  test('in an encoding that nobody can tell is refused with how to save it', async () => {
    const { body } = await upload({ 'units.csv': Buffer.from([0x63, 0xff, 0xfe, 0x80, 0x80, 0xc3, 0x28, 0x0a]) });
    expect(body).toMatchObject({ done: false, problems: [{ row: 0, code: 'file.encoding-unknown' }] });
    expect(body.problems[0]?.message.zh).toContain('UTF-8');
  });

  test('that is a bomb is refused before it bursts', async () => {
    const before = process.memoryUsage().rss;
    const { body } = await upload({ 'kpi.xlsx': bomb(200 * 1024 * 1024) });
    expect(body).toMatchObject({ done: false, problems: [{ file: 'kpi.xlsx', code: 'file.too-much-inside' }] });
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  });

  test.each<[string, string, string]>([
    ['is no workbook', 'kpi.xlsx', 'file.not-xlsx'],
    ['has no ending that is read', 'kpi.pdf', 'file.type-unknown'],
  ])('that %s is refused', async (_, name, code) => {
    const { body } = await upload({ [name]: 'code,name\n' });
    expect(body).toMatchObject({ done: false, problems: [{ file: name, code }] });
  });

  test('of an unknown name is left aside and said to be, whatever the name says', async () => {
    const { body } = await upload({ '../../etc/passwd.csv': 'a,b\n1,2\n' });
    expect(body.done).toBe(false);
    expect(body.problems).toMatchObject([{ code: 'import.nothing' }]);
    expect(body.notices).toMatchObject([{ file: 'passwd.csv', code: 'file.left-aside' }]);
  });

  test('of more than 20 MB is refused as too large', async () => {
    const { status, body } = await upload({ 'units.csv': Buffer.alloc(20 * 1024 * 1024 + 1, 'a') });
    expect([status, body.code]).toEqual([413, 'request.too-large']);
  });

  test('beside 20 others is refused as too many', async () => {
    const files = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`units${index}.csv`, 'a\n']));
    const { status, body } = await upload(files);
    expect([status, body.code]).toEqual([413, 'request.too-large']);
  });

  test('is what an import needs: a request without one is refused', async () => {
    const bare = await officer.post<Problem>('/api/imports', {});
    expect([bare.status, bare.body.code]).toEqual([422, 'import.no-files']);
    const { body } = await upload({});
    expect(body).toMatchObject({ done: false, problems: [{ code: 'import.nothing' }] });
  });

  test('that stops in the middle is the sender’s fault, not the server’s', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const begun = '--x\r\nContent-Disposition: form-data; name="files"; filename="units.csv"\r\n\r\ncode';
    const cut = await officer.call<Problem>('POST', '/api/imports', begun, headers);
    expect([400, 422]).toContain(cut.status);
  });
});
