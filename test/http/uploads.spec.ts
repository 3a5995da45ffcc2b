import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportReport, Problem } from '#contracts';
import { UploadStore } from '../../apps/api/src/uploads/upload-store.js';
import { ClamdServer, EICAR } from '../harness/clamd-server.js';
import { OFFICER } from './annual-target/sheet-work.js';
import { Office } from './office.js';

const HEADER = 'code,name,name_en,aliases,unit_type,is_group,parent_code,source_files,note';
const UNITS = `${HEADER}\nHZ-XIN,市新设局,New Bureau,,department,no,,,\n`;

const clamd = new ClamdServer();
let office: Office;
let cookie: string;

beforeAll(async () => {
  office = await Office.open({ CLAMD: await clamd.listen() });
  const signedIn = await (await office.person()).signIn(OFFICER);
  cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterAll(async () => {
  await office.close();
  await clamd.close();
});
beforeEach(() => {
  clamd.manner = 'honest';
});

async function upload(files: Record<string, string | Buffer>) {
  const form = new FormData();
  for (const [name, content] of Object.entries(files))
    form.append('files', new Blob([new Uint8Array(Buffer.from(content))], { type: 'text/csv' }), name);
  const response = await fetch(`${office.address}/api/imports`, { method: 'POST', headers: { cookie }, body: form });
  const body = (await response.json()) as ImportReport & Problem;
  return { status: response.status, code: body.code, body };
}

const folder = (...more: string[]): string => join(office.dataDir, 'uploads', ...more);
const filesIn = async (path: string): Promise<string[]> =>
  (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
const rows = (): Promise<{ state: string; finding: string | null; name: string; sha256: Buffer; id: string }[]> =>
  office.query(`SELECT upload_id AS id, state, finding, name, sha256 FROM uploads ORDER BY upload_id`);

describe('an uploaded file', () => {
  test('that is harmless is scanned whole, imported, and leaves nothing behind', async () => {
    const { status, body } = await upload({ 'units.csv': UNITS });
    expect([status, body.done, body.problems]).toEqual([200, true, []]);
    expect(clamd.scanned.at(-1)?.toString()).toBe(UNITS);
    expect([await filesIn(folder()), await rows()]).toEqual([[], []]);
  });

  test('in which something is found is set apart for nobody but the product itself, and so is its neighbour not imported', async () => {
    const harmful = `${HEADER}\n${EICAR}\n`;
    const before = clamd.scanned.length;
    const { status, code, body } = await upload({ 'units.csv': UNITS, '../../kpi.csv': harmful });
    expect([status, code]).toEqual([422, 'upload.infected']);
    expect(body.detail.en).toContain('Win.Test.EICAR_HDB-1');
    expect(clamd.scanned.length - before).toBe(2);
    expect(await filesIn(folder())).toEqual([]);
    const [apart] = await filesIn(folder('quarantine'));
    const [row, ...others] = await rows();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ id: apart, state: 'quarantined', finding: 'Win.Test.EICAR_HDB-1' });
    expect(row?.sha256.equals(createHash('sha256').update(harmful).digest())).toBe(true);
    expect((await stat(folder('quarantine', apart ?? ''))).mode & 0o777).toBe(0o600);
    expect((await stat(folder('quarantine'))).mode & 0o777).toBe(0o700);
    for (const path of [`/uploads/quarantine/${apart}`, `/api/uploads/${apart}`, `/..%2f..%2fuploads/${apart}`])
      expect((await fetch(`${office.address}${path}`, { headers: { cookie } })).status).toBe(404);
  });

  test.each(['broken', 'strange'] as const)('is refused where the scanner is %s', async (manner) => {
    clamd.manner = manner;
    const before = await rows();
    const { status, code } = await upload({ 'units.csv': UNITS });
    expect([status, code]).toEqual([503, 'upload.not-scanned']);
    expect(await filesIn(folder())).toEqual([]);
    expect(await rows()).toEqual(before);
  });

  test.each<[string, Buffer]>([
    ['a program', Buffer.from('4d5a90000300000004000000ffff', 'hex')],
    ['a PDF', Buffer.from('%PDF-1.7\n%\u00e2\u00e3', 'latin1')],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ])('that is %s by its bytes stays out, though it calls itself units.csv and text/csv', async (_, content) => {
    const before = clamd.scanned.length;
    const { status, code } = await upload({ 'units.csv': content });
    expect([status, code]).toEqual([422, 'upload.type-unknown']);
    expect(clamd.scanned.length).toBe(before);
    expect(await filesIn(folder())).toEqual([]);
  });

  test('larger than 20 MB stays out, and is not even scanned', async () => {
    const before = clamd.scanned.length;
    const { status, code } = await upload({ 'units.csv': Buffer.alloc(20 * 1024 * 1024 + 1, 'a') });
    expect([status, code]).toEqual([413, 'request.too-large']);
    expect(clamd.scanned.length).toBe(before);
    expect(await filesIn(folder())).toEqual([]);
  });
});

test('what a killed process left is swept after a day, what was set apart after thirty', async () => {
  const store = office.app.get(UploadStore);
  const [apart] = await filesIn(folder('quarantine'));
  await writeFile(folder('without-a-row'), 'left');
  await writeFile(folder('still-coming'), 'new');
  await utimes(folder('without-a-row'), 0, 0);
  await office.query(`UPDATE uploads SET made_at = now() - interval '29 days'`);
  await store.sweep();
  expect(await filesIn(folder())).toEqual(['still-coming']);
  expect(existsSync(folder('quarantine', apart ?? ''))).toBe(true);
  await office.query(`UPDATE uploads SET made_at = now() - interval '31 days'`);
  await store.sweep();
  expect([existsSync(folder('quarantine', apart ?? '')), await rows()]).toEqual([false, []]);
});
