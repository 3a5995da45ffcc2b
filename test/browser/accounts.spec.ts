import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { launchBrowser } from '../harness/browser.js';
import { Office } from '../http/office.js';
import { complaintsOf, look, lookAtDialog } from './look.js';
import { Visitor } from './visitor.js';

const NAME = '市环保局经办人二';

let browser: Browser;
let office: Office;
let system: Visitor;
let security: Visitor;
let password = '';
let token = '';

beforeAll(async () => {
  [browser, office] = await Promise.all([launchBrowser(), Office.open()]);
  system = await Visitor.enter(browser, office, 'hz-kpb.admin');
  security = await Visitor.enter(browser, office, 'hz-kpb.security');
});
afterAll(async () => {
  await browser.close();
  await office.close();
});

const dialogOf = (visitor: Visitor): Locator => visitor.page.getByRole('dialog');

const asSystem = async (): Promise<{ status: number }> =>
  (await office.person()).call('GET', '/api/units?q=HZ', undefined, { authorization: `Bearer ${token}` });

/** Says why, sends the proposal, and waits until the dialog is gone. */
async function send(visitor: Visitor, confirm: string): Promise<void> {
  await dialogOf(visitor).getByRole('textbox', { name: /^理由/ }).fill('人员调整');
  await dialogOf(visitor).getByRole('button', { name: confirm, exact: true }).click();
  await dialogOf(visitor).waitFor({ state: 'hidden' });
}

async function openAccount(visitor: Visitor): Promise<void> {
  await visitor.open('/accounts?q=hbj.two');
  await visitor.page.getByRole('link', { name: NAME }).click();
  await visitor.page.getByRole('heading', { level: 1, name: NAME }).waitFor();
}

describe('the token of another system', () => {
  const SYSTEM = '市人事系统';

  test('is asked for with its post, what it may do and for how long', async () => {
    await system.open('/accounts');
    await system.page.getByRole('button', { name: '接口令牌' }).click();
    const dialog = dialogOf(system);
    await dialog.getByText('先选岗位。').waitFor();
    await dialog.getByRole('textbox', { name: /^账号/ }).fill('hr.system');
    await dialog.getByRole('textbox', { name: /^系统名称/ }).fill(SYSTEM);
    expect(await dialog.getByRole('option', { name: '系统管理员' }).count()).toBe(0);
    await dialog.getByRole('combobox', { name: /^岗位/ }).selectOption({ label: '单位经办人' });
    await dialog.getByRole('combobox', { name: /^单位/ }).fill('HZ-HBJ');
    await dialog.getByRole('option', { name: /HZ-HBJ/ }).click();
    await dialog.getByRole('textbox', { name: /^理由/ }).fill('系统对接');
    await dialog.getByRole('button', { name: '提交审批' }).click();
    await dialog.getByText('请填齐带“必填”的各项。').waitFor();
    await dialog.getByRole('checkbox', { name: '看事项' }).check();
    await dialog.getByRole('checkbox', { name: '查单位' }).check();
    await dialog.getByRole('combobox', { name: '有效期' }).selectOption({ label: '180 天' });
    expect(await lookAtDialog(system, 'token-ask', 'accounts', 'zh')).toEqual([]);
    await send(system, '提交审批');
  });

  test('is shown to the approver once, and works', async () => {
    await security.open('/proposals');
    await security.page.getByText('自审批起 180 天').waitFor();
    expect(await look(security, 'token-proposal', 'proposals')).toEqual([]);
    await security.page.getByRole('button', { name: '同意', exact: true }).click();
    token = await security.page.locator('code').innerText();
    await security.page.getByText('没有待审批的申请').waitFor();
    expect(await look(security, 'token-shown', 'proposals')).toEqual([]);
    expect((await asSystem()).status).toBe(200);
  });

  test('is revoked on the page of its account, at once', async () => {
    await system.open('/accounts?q=hr.system');
    await system.page.getByRole('link', { name: SYSTEM }).click();
    await system.page.getByText('看事项、查单位').first().waitFor();
    expect(await look(system, 'token-account', SYSTEM)).toEqual([]);
    await system.page.getByRole('button', { name: '撤销令牌' }).click();
    await send(system, '撤销令牌');
    await system.page.getByText('已撤销', { exact: true }).waitFor();
    expect((await asSystem()).status).toBe(401);
  });
});

describe('an account', () => {
  test('is looked up by name, post and standing', async () => {
    await system.open('/accounts');
    await system.page.getByRole('link', { name: '市环保局经办人' }).first().waitFor();
    await system.page.getByRole('combobox', { name: '岗位' }).selectOption({ label: '考评办经办人' });
    await system.page.getByRole('link', { name: '市考评办经办人二' }).waitFor();
    await system.page.getByRole('link', { name: '市环保局领导' }).waitFor({ state: 'hidden' });
    expect(await look(system, 'accounts', 'accounts')).toEqual([]);
  });

  test('is asked for by the system administrator, with its post and days', async () => {
    await system.page.getByRole('button', { name: '新建账号' }).click();
    const dialog = dialogOf(system);
    await dialog.getByRole('textbox', { name: /^理由/ }).fill('人员调整');
    await dialog.getByRole('button', { name: '提交审批' }).click();
    await dialog.getByText('请填齐带“必填”的各项。').waitFor();
    await dialog.getByRole('textbox', { name: /^账号/ }).fill('hbj.two');
    await dialog.getByRole('textbox', { name: /^邮箱/ }).fill('hbj.two@hangzhou.example');
    await dialog.getByRole('textbox', { name: /^名称/ }).fill(NAME);
    await dialog.getByRole('combobox', { name: /^岗位/ }).selectOption({ label: '单位经办人' });
    await dialog.getByRole('combobox', { name: /^单位/ }).fill('HZ-HBJ');
    await dialog.getByRole('option', { name: /HZ-HBJ/ }).click();
    expect(await lookAtDialog(system, 'account-add', 'accounts', 'zh')).toEqual([]);
    await send(system, '提交审批');
    await system.page.getByText('已提交，等待安全管理员审批').waitFor();
  });

  test('is approved by the security administrator, who sees what changes and hands over the password', async () => {
    await security.open('/proposals');
    await security.page.getByText(NAME).first().waitFor();
    expect(await look(security, 'proposals', 'proposals')).toEqual([]);
    await security.page.getByRole('button', { name: '同意', exact: true }).click();
    password = await security.page.locator('code').innerText();
    await security.page.getByText('没有待审批的申请').waitFor();
    expect(await look(security, 'proposals-approved', 'proposals')).toEqual([]);
    const person = await office.person();
    expect((await person.signIn('hbj.two', password)).status).toBe(201);
  });

  test('shows its posts over time; one that is asked to end is refused with a reason that is read', async () => {
    await openAccount(system);
    await system.page.getByRole('button', { name: /^免去岗位/ }).click();
    await send(system, '提交审批');
    await system.page.getByText('待审批').waitFor();
    expect(await look(system, 'account', NAME)).toEqual([]);
    await security.open('/proposals');
    await security.page.getByRole('button', { name: '不同意' }).click();
    await dialogOf(security).getByRole('textbox', { name: /^理由/ }).fill('手续不全');
    await dialogOf(security).getByRole('button', { name: '不同意', exact: true }).click();
    await security.page.getByText('没有待审批的申请').waitFor();
    await openAccount(system);
    await system.page.getByText('手续不全').waitFor();
  });

  test('is locked at once by the security administrator', async () => {
    await openAccount(security);
    await security.page.getByRole('button', { name: '立即锁定' }).click();
    await send(security, '立即锁定');
    await security.page.getByText('已停用').first().waitFor();
    const person = await office.person();
    expect((await person.signIn('hbj.two', password)).status).toBe(401);
    expect([...complaintsOf(system), ...complaintsOf(security)]).toEqual([]);
  });
});
