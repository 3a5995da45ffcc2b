import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkWorkflows } from './workflow-check.js';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));
const shipped = ['annual-target', 'opinion-rectification'].map((name) => `${root}workflows/${name}/1.json`);
const rules = `${root}libs/statechart/src/rules/`;
let folder = '';

async function checked(...files: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const code = await checkWorkflows(files, (line) => lines.push(line));
  return { code, said: lines.join('\n') };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workflows-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('checking workflow files', () => {
  test('finds nothing in those that ship', async () => {
    expect(await checked(...shipped)).toEqual({
      code: 0,
      said: expect.stringContaining('没有问题') as unknown as string,
    });
  });

  test('fails on every file that breaks a rule, naming rule and place', async () => {
    for (const name of await readdir(`${rules}bad`)) {
      const { code, said } = await checked(`${rules}bad/${name}`);
      expect([name, code, said.includes(` ${name.replace('.json', '')} /`)]).toEqual([name, 1, true]);
    }
  });

  test('says what does not fit the schema', async () => {
    await writeFile(join(folder, 'a.json'), JSON.stringify({ workflow: 'a' }));
    const { code, said } = await checked(join(folder, 'a.json'));
    expect([code, said]).toEqual([1, expect.stringContaining("must have required property 'machine'")]);
  });

  test('says where a version belongs', async () => {
    await mkdir(join(folder, 'other'));
    const file = join(folder, 'other', '1.json');
    await writeFile(file, await readFile(`${rules}good.json`));
    expect((await checked(file)).said).toContain('文件位置应为 sample-approval/1.json');
  });

  test('says which file cannot be read', async () => {
    await writeFile(join(folder, 'a.json'), '{');
    expect((await checked(join(folder, 'a.json'))).said).toContain('不是有效的 JSON');
    expect((await checked(join(folder, 'none.json'))).said).toContain('文件读不出来');
  });
});
