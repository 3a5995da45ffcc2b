import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../harness/browser.js';
import { Office } from '../http/office.js';
import { Visitor } from './visitor.js';

let browser: Browser;
let office: Office;

beforeAll(async () => {
  [browser, office] = await Promise.all([launchBrowser(), Office.open()]);
});
afterAll(async () => {
  await browser.close();
  await office.close();
});

test('the operation log is saved as a table, after the password was given again', async () => {
  const visitor = await Visitor.enter(browser, office, 'hz-kpb.audit');
  const { page } = visitor;
  await visitor.open('/audit?action=session.opened');
  await page.getByRole('table').waitFor();
  await office.asOwner(`update sessions set verified_at = now() - interval '11 minutes'`);
  const dialog = page.getByRole('dialog', { name: '确认身份' });
  const exporting = page.getByRole('button', { name: '导出 CSV' });
  await exporting.click();
  await dialog.getByRole('button', { name: '取消' }).click();
  await page.getByRole('alert').getByText('此项操作须再次确认身份').waitFor();
  await exporting.click();
  await dialog.getByRole('textbox', { name: '当前密码' }).fill('kaoping-2017');
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: '确认并继续' }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe('operation-log.csv');
  const [head, first] = readFileSync(await saved.path(), 'utf8').split('\r\n');
  expect(head).toMatch(/^\ufeff"?时间 Time/);
  expect(first).toContain('session.opened');
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await visitor.leave();
  // The browser itself complains of the two refusals.
  expect(visitor.complaints.filter((text) => !text.includes('403'))).toEqual([]);
});
