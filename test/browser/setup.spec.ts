import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { everyTenant } from '#platform';
import { FirstSetup } from '../../apps/api/src/first-setup.js';
import { NewTenants } from '../../apps/api/src/new-tenants.js';
import { launchBrowser } from '../harness/browser.js';
import { Office } from '../http/office.js';
import { flawsOf } from './flaws.js';
import { keepPicture } from './screenshots.js';
import { NARROW, Visitor, WIDE } from './visitor.js';

let browser: Browser;
let office: Office;

beforeAll(async () => {
  [browser, office] = await Promise.all([launchBrowser(), Office.open({ SAMPLE: 'none' })]);
});
afterAll(async () => {
  await browser.close();
  await office.close();
});

/** The administrator changes the password, wrongly at first. */
async function changePassword({ page }: Visitor): Promise<void> {
  await page.getByText('区考评办系统管理员').first().click();
  await page.getByRole('link', { name: '修改密码' }).click();
  await page.getByRole('textbox', { name: '当前密码' }).fill('not it');
  await page.getByRole('textbox', { name: '新密码' }).fill('余杭区考评 2027 Ab');
  await page.getByRole('button', { name: '修改密码' }).click();
  await page.getByText('当前密码不正确').first().waitFor();
  await page.getByRole('textbox', { name: '当前密码' }).fill('余杭区考评 2026 Ab');
  await page.getByRole('button', { name: '修改密码' }).click();
  await page.getByText('密码已修改').waitFor();
  await page.waitForURL('**/sessions');
}

test('where the operator added tenants, the first page asks for their code and not for a name', async () => {
  const empty = await Office.open({ SAMPLE: 'none' });
  await everyTenant(() =>
    empty.app.get(NewTenants).add({ code: 'hangzhou', name: { zh: '杭州市', en: 'Hangzhou' }, parent: null }),
  );
  const visitor = await Visitor.enter(browser, empty);
  await visitor.open('/sign-in');
  await visitor.page.getByText('请用建立本地区时显示的设置码').waitFor();
  expect(await visitor.page.getByLabel('所属地区或部门', { exact: true }).count()).toBe(0);
  await visitor.leave();
  await empty.close();
}, 60_000);

test('whoever has the code from the terminal sets an empty product up, and is in', async () => {
  const code = (await office.app.get(FirstSetup).invite()) ?? '';
  const visitor = await Visitor.enter(browser, office);
  const { page } = visitor;
  // Wherever one comes, the first page leads to the set-up.
  await visitor.open('/sign-in');
  await page.waitForURL('**/setup');
  const flaws: string[] = [];
  const look = async (name: string): Promise<void> => {
    for (const language of ['en', 'zh'] as const) {
      await visitor.read(language);
      for (const [width, size] of [
        ['narrow', NARROW],
        ['wide', WIDE],
      ] as const) {
        await visitor.resize(size);
        await keepPicture(page, `${name}-${language}-${width}`);
        flaws.push(...(await flawsOf(page, language, 'setup')).map((flaw) => `${language} ${width}: ${flaw}`));
      }
    }
  };
  await look('setup');
  const typed = {
    设置码: code.slice(0, -1),
    所属地区或部门: '余杭区',
    考评办: '区考评办',
    管理员账号: 'admin',
    管理员邮箱: 'admin@yuhang.example',
    密码: 'short',
  };
  for (const [label, text] of Object.entries(typed)) await page.getByLabel(label, { exact: true }).fill(text);
  const finish = page.getByRole('button', { name: '完成设置并登录' });
  await finish.click();
  await page.getByText('设置码不对或已失效').waitFor();
  await page.getByLabel('设置码', { exact: true }).fill(code);
  await finish.click();
  await page.getByRole('alert').getByText('密码至少 10 个字符。').waitFor();
  await look('setup-refused');
  // Nothing that was typed is lost.
  expect(await page.getByLabel('考评办', { exact: true }).inputValue()).toBe('区考评办');
  await page.getByLabel('密码', { exact: true }).fill('余杭区考评 2026 Ab');
  await finish.click();
  await page.waitForURL('**/import');
  await page.getByText('区考评办系统管理员').first().waitFor();
  await changePassword(visitor);
  await visitor.leave();
  // Chromium writes down every refusal as an error: there is no sample, a wrong code, a weak password.
  const complaints = visitor.complaints.filter((words) => !/40[34]|422/.test(words));
  expect([...flaws, ...complaints]).toEqual([]);
});
