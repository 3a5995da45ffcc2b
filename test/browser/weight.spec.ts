import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { brotliCompressSync } from 'node:zlib';
import type { Browser, Response } from 'playwright-core';
import { launchBrowser } from '../harness/browser.js';
import { Office } from '../http/office.js';
import { Visitor } from './visitor.js';

const MOST_BYTES = 350 * 1024;

let browser: Browser;
let office: Office;

beforeAll(async () => {
  [browser, office] = await Promise.all([launchBrowser(), Office.open()]);
});
afterAll(async () => {
  await browser.close();
  await office.close();
});

test('sign-in and inbox load at most 350 KB of scripts and styles, brotli', async () => {
  const visitor = await Visitor.enter(browser, office);
  const loaded: Response[] = [];
  visitor.page.on('response', (response) => {
    if (/\.(js|css)$/.test(new URL(response.url()).pathname)) loaded.push(response);
  });
  await visitor.open('/');
  await visitor.page.getByRole('button', { name: /^市考评办经办人一/ }).click();
  await visitor.matter('社会评价意见第 1 号').waitFor();
  await visitor.page.waitForLoadState('networkidle');
  const encodings = new Set(loaded.map((response) => response.headers()['content-encoding'] ?? 'none'));
  const sizes = await Promise.all(loaded.map(async (response) => brotliCompressSync(await response.body()).length));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  process.stderr.write(`first page: ${(bytes / 1024).toFixed(1)} KB brotli in ${loaded.length} files\n`);
  expect(loaded.length).toBeGreaterThan(2);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  expect([...encodings].filter((encoding) => encoding !== 'br' && encoding !== 'none')).toEqual([]);
  expect(encodings).toContain('br');
});
