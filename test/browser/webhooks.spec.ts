import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { launchBrowser } from '../harness/browser.js';
import { ADMINISTRATOR } from '../http/annual-target/sheet-work.js';
import { inquire, publishInquiry } from '../http/inquiry.js';
import { Office } from '../http/office.js';
import { Receiver } from '../http/webhooks/receiver.js';
import { beat } from '../http/webhooks/webhook-office.js';
import { look, lookAtDialog } from './look.js';
import { Visitor } from './visitor.js';

let browser: Browser;
let receiver: Receiver;
let office: Office;
let administrator: Visitor;

beforeAll(async () => {
  receiver = await Receiver.open();
  [browser, office] = await Promise.all([
    launchBrowser(),
    Office.open({ WEBHOOK_HOSTS: `127.0.0.1:${receiver.port},data.hz.example` }),
  ]);
  await publishInquiry(office);
  administrator = await Visitor.enter(browser, office, ADMINISTRATOR);
});
afterAll(async () => {
  await browser.close();
  receiver.close();
  await office.close();
});

const dialog = (): Locator => administrator.page.getByRole('dialog');
const button = (name: string | RegExp): Locator => administrator.page.getByRole('button', { name }).first();

describe('the page of web hooks', () => {
  test('says where nobody may be told how to turn them on', async () => {
    const closed = await Office.open();
    const visitor = await Visitor.enter(browser, closed, ADMINISTRATOR);
    await visitor.open('/webhooks');
    await visitor.page.getByText('网络回调没有启用').waitFor();
    expect(await visitor.page.getByRole('button', { name: '新建网络回调' }).count()).toBe(0);
    expect(await look(visitor, 'webhooks-off', 'webhooks')).toEqual([]);
    await visitor.leave();
    await closed.close();
  });

  test('makes one, refuses a host that nobody allows, and shows the secret once', async () => {
    await administrator.open('/webhooks');
    await administrator.page.getByText('还没有网络回调').waitFor();
    await button('新建网络回调').click();
    await dialog().getByRole('button', { name: '新建', exact: true }).click();
    await dialog().getByText('请填齐名称和地址').waitFor();
    await dialog()
      .getByRole('textbox', { name: /^接收系统/ })
      .fill('市数据平台');
    await dialog().getByRole('textbox', { name: /^地址/ }).fill('https://elsewhere.example/hook');
    await dialog().getByRole('button', { name: '新建', exact: true }).click();
    await dialog()
      .getByText(/不允许向 elsewhere.example 发送/)
      .first()
      .waitFor();
    expect(await lookAtDialog(administrator, 'webhook-new', 'webhooks', 'zh')).toEqual([
      expect.stringContaining('422'),
    ]);
    administrator.complaints.splice(0);
    await dialog().getByRole('textbox', { name: /^地址/ }).fill(receiver.address);
    await dialog().getByRole('button', { name: '新建', exact: true }).click();
    await administrator.page.getByText(/^whsec_/).waitFor();
    await administrator.page.getByRole('listitem').filter({ hasText: '市数据平台' }).first().waitFor();
    expect(await look(administrator, 'webhook-made', 'webhooks')).toEqual([]);
    await administrator.open('/webhooks');
    await administrator.page.getByText('在用').waitFor();
    expect(await administrator.page.getByText(/^whsec_/).count()).toBe(0);
  });

  test('sends a test, and shows what became of it without being asked again', async () => {
    await button(/^发送测试/).click();
    await administrator.page.getByText('等待', { exact: true }).waitFor();
    await beat(office);
    await administrator.page.getByText('已送达', { exact: true }).waitFor();
    await administrator.page.getByText('HTTP 204').waitFor();
  });

  test('shows what failed, and lets it be tried again', async () => {
    receiver.answer = { status: 500 };
    await inquire(office, '杭考函1号');
    for (let turn = 0; turn < 11; turn += 1) await beat(office);
    await administrator.open('/webhooks');
    await administrator.page.getByText('已停止：对方多次没有收下').waitFor();
    await administrator.page.getByText('最近发送').click();
    await administrator.page.getByText('未送达').waitFor();
    expect(await look(administrator, 'webhook-failed', 'webhooks')).toEqual([]);
    receiver.answer = { status: 204 };
    await button(/^恢复/).click();
    await administrator.page.getByText('在用', { exact: true }).waitFor();
    await button('重试').click();
    await administrator.page.getByText('未送达').waitFor({ state: 'hidden' });
    await beat(office);
    expect(receiver.received.at(-1)?.body.type).toBe('case.started');
  });

  test('changes, pauses, draws another secret and deletes', async () => {
    await button(/^修改/).click();
    await dialog().getByRole('checkbox', { name: '任务逾期' }).uncheck();
    await dialog().getByRole('combobox', { name: '流程' }).selectOption({ label: '商请函询' });
    await dialog().getByRole('button', { name: '保存', exact: true }).click();
    await administrator.page.getByText('商请函询 · ').waitFor();
    await button(/^暂停/).click();
    await administrator.page.getByText('已暂停', { exact: true }).waitFor();
    await button(/^更换密钥/).click();
    await dialog().getByRole('button', { name: '更换密钥' }).click();
    await administrator.page.getByText(/^whsec_/).waitFor();
    await administrator.page.getByText(/24 小时内新旧密钥同时有效/).waitFor();
    await button(/^删除/).click();
    await dialog().getByRole('button', { name: '删除' }).click();
    await administrator.page.getByText('还没有网络回调').waitFor();
    expect(administrator.complaints).toEqual([]);
  });

  test('can be read by the security administrator, who changes nothing there', async () => {
    const security = await Visitor.enter(browser, office, 'hz-kpb.security');
    await security.open('/webhooks');
    await security.page.getByText('还没有网络回调').waitFor();
    expect(await security.page.getByRole('button', { name: '新建网络回调' }).count()).toBe(0);
    await security.leave();
  });
});
