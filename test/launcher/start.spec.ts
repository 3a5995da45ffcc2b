import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningProduct } from './running-product.js';

const loadsSample = '装载示例数据';
let folder: string;
let data: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaoping-start-'));
  await chmod(folder, 0o711);
  data = join(folder, 'data');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const isReady = async (address: string): Promise<boolean> => (await fetch(`${address}/health/ready`)).ok;

describe('npm start', () => {
  test('serves until Ctrl-C, which ends it all, PostgreSQL included', async () => {
    const product = RunningProduct.start(data);
    const address = await product.address();
    expect(await isReady(address)).toBe(true);
    expect(product.output).toContain(loadsSample);
    expect(await product.end('SIGINT')).toBe(0);
    await expect(fetch(address)).rejects.toThrow('fetch failed');
    expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false);
  });

  test('keeps all data, and refuses a second start on it meanwhile', async () => {
    const product = RunningProduct.start(data);
    await product.address();
    expect(product.output).not.toContain(loadsSample);
    const second = RunningProduct.start(data);
    expect(await second.exitCode()).toBe(1);
    expect(second.output).toContain('already running');
    expect(await product.end('SIGTERM')).toBe(0);
  });

  test('starts again on the same data after it was killed', async () => {
    const killed = RunningProduct.start(data);
    await killed.address();
    expect(await killed.end('SIGKILL')).toBeNull();
    const product = RunningProduct.start(data);
    expect(await isReady(await product.address())).toBe(true);
    expect(product.output).not.toContain(loadsSample);
    expect(await product.end('SIGINT')).toBe(0);
  });

  test('keeps the sample and real work apart, and says which database to take', async () => {
    const onSample = RunningProduct.start(data, ['SAMPLE=none']);
    expect(await onSample.exitCode()).not.toBe(0);
    expect(onSample.output).toContain('此数据库装有示例');

    const real = join(folder, 'real');
    const empty = RunningProduct.start(real, ['SAMPLE=none']);
    const address = await empty.address();
    const code = /设置码（24 小时内有效）：(\S+)/.exec(await empty.until('设置码'))?.[1];
    const done = await fetch(`${address}/api/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        code,
        organisation: '余杭区',
        office: '区考评办',
        account: 'admin',
        email: 'admin@yuhang.example',
        password: '余杭区考评 2026 Ab',
      }),
    });
    expect(done.status).toBe(201);
    expect(await empty.end('SIGINT')).toBe(0);

    const again = RunningProduct.start(real, ['SAMPLE=none']);
    expect(await isReady(await again.address())).toBe(true);
    expect(again.output).not.toContain('设置码');
    expect(await again.end('SIGINT')).toBe(0);
    const sampleOnReal = RunningProduct.start(real);
    expect(await sampleOnReal.exitCode()).not.toBe(0);
    expect(sampleOnReal.output).toContain('此数据库已用于正式工作');
  });
});
