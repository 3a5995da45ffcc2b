import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Trail } from './trail.js';

const main = fileURLToPath(new URL('../../apps/api/src/cli/main.js', import.meta.url));

let trail: Trail;

beforeAll(async () => {
  trail = await Trail.open();
  await trail.write(20);
  await trail.seal();
});
afterAll(() => trail.close());

/** `npm run kaoping -- …` on the database of the trail. */
function kaoping(...words: string[]): Promise<{ code: number; said: string }> {
  const { keyFolder, checkpointFile } = trail.settings;
  const env = {
    DATABASE_URL: trail.url,
    DATA_DIR: keyFolder.replace(/\/audit$/, ''),
    AUDIT_CHECKPOINTS: checkpointFile,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...words], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: `${stdout}${stderr}` });
    });
  });
}

test('audit verify says that the chain holds, or names the first entry that does not fit, in both languages', async () => {
  expect(await kaoping('audit', 'verify')).toEqual({
    code: 0,
    said: '审计链完整：40 条相符，0 条已到期清除，检查点证明到第 40 条 · the audit chain holds: 40 entries fit, 0 are gone in their time, checkpoints prove it up to entry 40\n',
  });
  const { where, key } = await trail.entry(26);
  await trail.asOwner(`update operation_log set action = 'nothing.happened' where ${where}`);
  const { code, said } = await kaoping('audit', 'verify');
  expect(code).toBe(1);
  expect(said).toContain(`第 26 条（操作日志 ${key}）：内容与封存时不符，记录或其封存值被改动。`);
  expect(said).toContain(`Entry 26 (operation log ${key}): is not what was sealed`);
}, 60_000);

test('words that nobody understands are answered with the usage', async () => {
  const { code, said } = await kaoping('audit', 'forget');
  expect([code, said]).toEqual([2, expect.stringContaining('audit verify')]);
}, 60_000);
