import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { CasePage, TargetTree } from '#contracts';
import { everyTenant } from '#platform';
import { NewTenants } from '../../apps/api/src/new-tenants.js';
import { launchBrowser } from '../harness/browser.js';
import { Office, SAMPLE } from '../http/office.js';
import { Neighbour } from '../security/neighbour.js';
import { look } from './look.js';
import { Visitor } from './visitor.js';

const PASSWORD = '西湖考评 2026 年 Ab';
const DISTRICT = '萧山区';

let browser: Browser;
let office: Office;

beforeAll(async () => {
  [browser, office] = await Promise.all([launchBrowser(), Office.open()]);
  const { tenantId } = await Neighbour.beside(office);
  await office.asOwner(
    `UPDATE tenants SET name_zh = $1, name_en = 'Xiaoshan', parent_id = (SELECT tenant_id FROM tenants WHERE code = $2) WHERE tenant_id = $3`,
    [DISTRICT, SAMPLE, tenantId],
  );
}, 120_000);
afterAll(async () => {
  await browser.close();
  await office.close();
});

/** Refusals, which Chromium writes down as errors, are meant here: nobody is signed in yet. */
const meant = (flaw: string): boolean => /40[134]|422/.test(flaw);

test('whoever signs in says to which city or district, once for this browser; one name is two people', async () => {
  const visitor = await Visitor.enter(browser, office);
  const { page } = visitor;
  await visitor.open('/sign-in');
  const choice = page.getByRole('combobox', { name: '所属地区' });
  await choice.waitFor();
  const flaws = await look(visitor, 'tenants-sign-in', 'signIn');
  const signIn = async (): Promise<void> => {
    await page.getByRole('textbox', { name: '账号' }).fill('hz-kpb.director');
    await page.getByRole('textbox', { name: '密码' }).fill('kaoping-2017');
    await page.getByRole('button', { name: '登录', exact: true }).click();
  };
  await signIn();
  await page.getByRole('alert').getByText('请选择所属地区').waitFor();
  await choice.selectOption({ label: DISTRICT });
  await signIn();
  await page.waitForURL('**/inbox**');
  const who = async (): Promise<unknown> => (await page.request.get('/api/session')).json();
  const district = await who();
  expect(district).toMatchObject({ account: 'hz-kpb.director', tenant: { name: { zh: DISTRICT } }, tenantsBelow: [] });
  await page.request.delete('/api/session');
  await visitor.open('/sign-in');
  await choice.waitFor();
  expect(await choice.locator('option:checked').textContent()).toBe(DISTRICT);
  await choice.selectOption({ label: '杭州市（示例）' });
  await signIn();
  await page.waitForURL('**/inbox**');
  expect(await who()).toMatchObject({ account: 'hz-kpb.director', tenant: { code: SAMPLE } });
  expect(flaws.filter((flaw) => !meant(flaw))).toEqual([]);
  await visitor.leave();
}, 60_000);

test('a city’s director finds the district’s cases among the own, and reads one that says whose it is, with nothing to do', async () => {
  const visitor = await Visitor.enter(browser, office, 'hz-kpb.director');
  const { page } = visitor;
  await visitor.open('/cases?workflow=annual-target');
  await page
    .getByRole('cell', { name: new RegExp(`${DISTRICT}$`) })
    .first()
    .waitFor();
  await page.getByRole('banner').getByText('杭州市（示例）', { exact: true }).first().waitFor();
  await page.getByRole('columnheader', { name: '年度' }).waitFor();
  // The narrowest of the wide screens shows all of the table in English too.
  await visitor.read('en');
  await page.getByRole('columnheader', { name: 'Due' }).waitFor();
  const frame = page.getByRole('group', { name: 'Cases', exact: true });
  const hidden = (one: { scrollWidth: number; clientWidth: number }): number => one.scrollWidth - one.clientWidth;
  expect(await frame.evaluate(hidden)).toBe(0);
  await visitor.read('zh');
  const flaws = await look(visitor, 'tenants-cases', 'cases');
  await page.getByRole('combobox', { name: '地区' }).selectOption({ label: DISTRICT });
  await page.waitForURL('**tenant=neighbour**');
  const { body } = await (
    await office.person('hz-kpb.director')
  ).get<CasePage>('/api/cases?workflow=annual-target&tenant=neighbour&limit=1');
  await visitor.open(`/cases/${body.rows[0]?.instanceId ?? ''}`);
  await page.getByText(`${DISTRICT}的事项，只供查看。`).waitFor();
  await page.getByRole('table', { name: '年度目标申报表' }).waitFor();
  expect(await page.getByRole('button', { name: /暂停|撤销|提交|谁能做什么/ }).count()).toBe(0);
  flaws.push(...(await look(visitor, 'tenants-case', null)));
  await page.getByRole('tab', { name: '流程图' }).click();
  await page.getByRole('img').first().waitFor();
  await visitor.open('/targets?tenant=neighbour');
  await page.getByRole('combobox', { name: '地区' }).waitFor();
  flaws.push(...(await look(visitor, 'tenants-targets', 'targets')));
  expect(flaws).toEqual([]);
  await visitor.leave();
}, 90_000);

test('whoever signs out by the menu leaves nothing of their tenant to whoever signs in next in the same window', async () => {
  const visitor = await Visitor.enter(browser, office);
  const { page } = visitor;
  await visitor.open('/sign-in');
  const signIn = async (tenant: string, account: string): Promise<void> => {
    await page.getByRole('combobox', { name: '所属地区' }).selectOption({ label: tenant });
    await page.getByRole('textbox', { name: '账号' }).fill(account);
    await page.getByRole('textbox', { name: '密码' }).fill('kaoping-2017');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.waitForURL('**/inbox**');
  };
  /** The workflows whose cases are offered, reached by the links of the product alone: the window stays the same. */
  const offered = async (): Promise<string[]> => {
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '事项' }).click();
    const links = page.locator('.page__head .segments__one');
    await links.first().waitFor();
    return Promise.all((await links.all()).map(async (link) => (await link.getAttribute('href')) ?? ''));
  };
  await signIn('杭州市（示例）', 'hz-kpb.director');
  const city = await offered();
  await page.getByRole('banner').locator('.who').click();
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.waitForURL('**/sign-in**');
  await office.asOwner(
    `INSERT INTO definitions (tenant_id, workflow, version, body, published_at)
     SELECT tenant_id, 'of-district', version, jsonb_set(body::jsonb, '{workflow}', '"of-district"')::json, published_at
       FROM definitions d JOIN tenants t USING (tenant_id) WHERE t.code = 'neighbour' AND workflow = 'annual-target' AND version = 1`,
  );
  await signIn(DISTRICT, 'hz-kpb.officer1');
  const own = '/cases?workflow=of-district';
  expect(city).not.toContain(own);
  expect(await offered()).toContain(own);
  await page.getByRole('banner').getByText(DISTRICT, { exact: true }).first().waitFor();
  await visitor.leave();
}, 60_000);

test('an answer that comes late does not take the place of the one that is asked for', async () => {
  const visitor = await Visitor.enter(browser, office, 'hz-kpb.director');
  const { page } = visitor;
  const held = Promise.withResolvers<undefined>();
  await page.route('**/api/targets?tenant=neighbour', async (route) => {
    const response = await route.fetch();
    await held.promise;
    // Nothing, so that it would be seen.
    await route.fulfill({ response, json: { ...((await response.json()) as TargetTree), domains: [] } });
  });
  await visitor.open('/targets');
  const choice = page.getByRole('main').getByRole('combobox', { name: '地区' });
  await choice.waitFor();
  const asked = page.waitForRequest('**/api/targets?tenant=neighbour');
  await choice.selectOption({ label: DISTRICT });
  await asked;
  await Promise.all([page.waitForResponse('**/api/targets'), choice.selectOption({ label: '杭州市（示例）' })]);
  const main = page.getByRole('main');
  await main.getByRole('heading', { level: 2 }).first().waitFor();
  const own = await main.innerText();
  const late = page.waitForResponse('**/api/targets?tenant=neighbour');
  held.resolve(undefined);
  await late;
  // What the page does with an answer is on the screen after two frames.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  expect(await main.innerText()).toBe(own);
  await visitor.leave();
}, 60_000);

test('a district learns who reads from above, by post and not by name', async () => {
  const visitor = await Visitor.enter(browser, office);
  const { page } = visitor;
  const reply = await page.request.post('/api/session', {
    data: { account: 'hz-kpb.director', password: 'kaoping-2017', tenant: 'neighbour' },
  });
  expect(reply.status()).toBe(201);
  const units = (await (await page.request.get('/api/units?q=HZ-HBJ')).json()) as { unitId: string }[];
  await visitor.open(`/rights?unit=${units[0]?.unitId ?? ''}`);
  await page.getByText('目前，上级杭州市（示例）的考评办负责人、党委政府领导也可查看，不能办理。').waitFor();
  expect(await look(visitor, 'tenants-rights', 'rights')).toEqual([]);
  await visitor.leave();
}, 60_000);

test('the public chooses whose drafts it reads', async () => {
  const visitor = await Visitor.enter(browser, office);
  const { page } = visitor;
  await visitor.open('/public?tenant=neighbour');
  await page.getByRole('combobox', { name: '所属地区' }).waitFor();
  const [sheets] = await Promise.all([
    page.waitForResponse((response) => response.url().includes(`/api/public/sheets?tenant=${SAMPLE}`)),
    page.getByRole('combobox', { name: '所属地区' }).selectOption({ label: '杭州市（示例）' }),
  ]);
  expect(sheets.status()).toBe(200);
  expect(await look(visitor, 'tenants-public', 'public')).toEqual([]);
  await visitor.leave();
}, 60_000);

test('whoever has the code of a tenant that was added sets it up, and is in', async () => {
  const code = await everyTenant(async () => {
    const tenants = office.app.get(NewTenants);
    await tenants.add({ code: 'xihu', name: { zh: '西湖区', en: 'Xihu' }, parent: SAMPLE });
    return tenants.invite('xihu');
  });
  const visitor = await Visitor.enter(browser, office);
  const { page } = visitor;
  await visitor.open('/setup?added=1');
  await page.getByText('请用建立本地区时显示的设置码').waitFor();
  const flaws = await look(visitor, 'tenants-setup', 'setup');
  expect(await page.getByLabel('所属地区或部门', { exact: true }).count()).toBe(0);
  const typed = {
    设置码: code,
    考评办: '区考评办',
    管理员账号: 'admin',
    管理员邮箱: 'admin@xihu.example',
    密码: PASSWORD,
  };
  for (const [label, text] of Object.entries(typed)) await page.getByLabel(label, { exact: true }).fill(text);
  await page.getByRole('button', { name: '完成设置并登录' }).click();
  await page.waitForURL('**/import');
  expect(await (await page.request.get('/api/session')).json()).toMatchObject({ tenant: { name: { zh: '西湖区' } } });
  expect(flaws.filter((flaw) => !meant(flaw))).toEqual([]);
  await visitor.leave();
}, 60_000);
