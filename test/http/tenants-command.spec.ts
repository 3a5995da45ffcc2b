import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase, type TestDatabase } from '../harness/database.js';

const main = fileURLToPath(new URL('../../apps/api/src/cli/main.js', import.meta.url));

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  [database, folder] = await Promise.all([openDatabase(), mkdtemp(join(tmpdir(), 'kaoping-tenants-'))]);
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

/** `npm run kaoping -- …` on an empty database; its lines, and how it ended. */
function kaoping(...words: string[]): Promise<{ code: number; lines: string[] }> {
  const env = { DATABASE_URL: database.url, DATA_DIR: folder, SAMPLE: 'none' };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...words], { env }, (error, stdout, stderr) => {
      const lines = `${stdout}${stderr}`.trim().split('\n');
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, lines });
    });
  });
}

test('an operator makes a city and a district from the terminal, and names one where there are several', async () => {
  const city = await kaoping('tenant', 'add', '--code', 'hangzhou', '--name', '杭州市', '--name-en', 'Hangzhou');
  expect([city.code, city.lines[0]]).toEqual([
    0,
    '已建立租户 hangzhou（杭州市） · the tenant hangzhou (Hangzhou) was added',
  ]);
  expect(city.lines.at(-1)).toMatch(/^([2-9A-Z]{5}-){3}[2-9A-Z]{5}$/);
  const district = ['tenant', 'add', '--code', 'xiaoshan', '--name', '萧山区', '--parent', 'hangzhou'];
  expect((await kaoping(...district)).code).toBe(0);
  expect(await kaoping('tenant', 'list')).toEqual({
    code: 0,
    lines: [
      'hangzhou  杭州市 · Hangzhou，待设置 · waits to be set up',
      'xiaoshan  萧山区 · 萧山区，上级 · under hangzhou，待设置 · waits to be set up',
    ],
  });
  const again = await kaoping(...district);
  expect([again.code, again.lines.join()]).toEqual([1, expect.stringContaining('租户 xiaoshan 已经有了')]);
  const lost = await kaoping('account', 'reset', 'nobody');
  expect([lost.code, lost.lines.join()]).toEqual([
    1,
    expect.stringContaining('杭州市（hangzhou）、萧山区（xiaoshan）'),
  ]);
  const named = await kaoping('account', 'reset', 'nobody', '--tenant', 'xiaoshan');
  expect([named.code, named.lines.join()]).toEqual([1, expect.stringContaining('没有账号 nobody')]);
  const elsewhere = await kaoping('import', folder, '--tenant', 'nowhere');
  expect([elsewhere.code, elsewhere.lines.join()]).toEqual([1, expect.stringContaining('没有代码为“nowhere”的地区')]);
  const unread = await kaoping('tenant', 'remove', 'xiaoshan');
  expect([unread.code, unread.lines.join()]).toEqual([2, expect.stringContaining('tenant add')]);
}, 90_000);
