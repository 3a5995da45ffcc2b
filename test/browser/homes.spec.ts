import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../harness/browser.js';
import { Office } from '../http/office.js';
import { keepPicture } from './screenshots.js';
import { NARROW, Visitor, WIDE } from './visitor.js';

let browser: Browser;
let office: Office;

beforeAll(async () => {
  [browser, office] = await Promise.all([launchBrowser(), Office.open()]);
});
afterAll(async () => {
  await browser.close();
  await office.close();
});

test.each([
  ['hz-hbj.operator', '/inbox'],
  ['hz-kpb.security', '/proposals'],
  ['hz-kpb.audit', '/audit'],
  ['hz-kpb.admin', '/accounts'],
])('%s begins at %s', async (account, path) => {
  const visitor = await Visitor.enter(browser, office);
  await visitor.open('/');
  await visitor.page.getByRole('textbox', { name: '账号' }).fill(account);
  await visitor.page.getByRole('textbox', { name: '密码' }).fill('kaoping-2017');
  await visitor.page.getByRole('button', { name: '登录', exact: true }).click();
  await visitor.page.waitForURL(`${office.address}${path}`);
  await visitor.page.getByRole('link', { name: '考评', exact: true }).click();
  await visitor.page.waitForURL(`${office.address}${path}`);
  await visitor.leave();
});

test('whoever approves sees beside the link how many proposals wait, until they are decided', async () => {
  const system = await office.person('hz-kpb.admin');
  for (const account of ['hbj.a', 'hbj.b'])
    await system.post('/api/proposals', {
      changes: [{ do: 'add', account, name: '市环保局经办人', email: `${account}@hz.example` }],
      reason: '人员调整',
    });
  const visitor = await Visitor.enter(browser, office, 'hz-kpb.security');
  const { page } = visitor;
  await visitor.open('/audit');
  await page.getByRole('link', { name: /^授权 2 ?项待审批$/ }).waitFor();
  await visitor.open('/proposals');
  for (const size of [WIDE, NARROW]) {
    await visitor.resize(size);
    await keepPicture(page, `proposals-waiting-${size.width}`);
  }
  await visitor.resize(WIDE);
  await page.getByRole('button', { name: /同意/ }).first().click();
  await page.getByRole('link', { name: /^授权 1 ?项待审批$/ }).waitFor();
  await visitor.leave();
  expect(visitor.complaints).toEqual([]);
});
