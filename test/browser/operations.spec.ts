import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { Batches } from '#engine';
import { launchBrowser } from '../harness/browser.js';
import { ADMINISTRATOR, DIRECTOR, OFFICER, SheetWork, type TravellingSheet } from '../http/annual-target/sheet-work.js';
import { breakDeadline, inquire, orderInquiries, publishInquiry } from '../http/inquiry.js';
import { complaintsOf, look, lookAtDialog } from './look.js';
import { keepPicture } from './screenshots.js';
import { Visitor } from './visitor.js';

const GSQ = '拱墅区政府2017年度目标申报表';

let browser: Browser;
let work: SheetWork;
let administrator: Visitor;

beforeAll(async () => {
  [browser, work] = await Promise.all([launchBrowser(), SheetWork.open()]);
  await publishInquiry(work.office);
  administrator = await Visitor.enter(browser, work.office, ADMINISTRATOR);
});
afterAll(async () => {
  await browser.close();
  await work.close();
});

const dialogOf = (visitor: Visitor): Locator => visitor.page.getByRole('dialog');

/** Says why and confirms; answers how the server took it. */
async function confirm(visitor: Visitor, act: string, reason: string): Promise<number> {
  await dialogOf(visitor).getByRole('textbox', { name: /^理由/ }).fill(reason);
  const answered = visitor.answer('/api/');
  await dialogOf(visitor).getByRole('button', { name: act, exact: true }).click();
  const { status } = await answered.then((response) => ({ status: response.status() }));
  if (status === 200) await dialogOf(visitor).waitFor({ state: 'hidden' });
  return status;
}

/** Opens the menu of a case and chooses what is to be done to it. */
async function choose(visitor: Visitor, act: string): Promise<void> {
  await visitor.panel.getByText('管理', { exact: true }).click();
  await visitor.panel.getByRole('button', { name: act, exact: true }).click();
  await dialogOf(visitor).waitFor();
}

describe('the list of incidents', () => {
  let cases: string[];
  const entry = (letterNo: string): Locator =>
    administrator.page.getByRole('listitem').filter({ hasText: `商请函询${letterNo}` });

  test('says what will appear there while there is nothing', async () => {
    await administrator.open('/incidents');
    await administrator.page.getByText('没有异常').waitFor();
    expect(await look(administrator, 'incidents-empty', 'incidents')).toEqual([]);
  });

  test('names each, with its case and the error', async () => {
    cases = [await inquire(work.office, '杭考函1号'), await inquire(work.office, '杭考函2号')];
    for (const instanceId of cases) await breakDeadline(work.office, instanceId);
    await administrator.page.getByRole('button', { name: '刷新' }).click();
    await entry('杭考函1号').waitFor();
    const words = await entry('杭考函1号').innerText();
    for (const said of ['“已发函”的期限', '已尝试 8 次', 'the calendar of 2018 is missing'])
      expect(words).toContain(said);
    expect(await look(administrator, 'incidents', 'incidents')).toEqual([]);
  });

  test('loses what is tried again', async () => {
    await entry('杭考函1号').getByRole('button', { name: /^重试/ }).click();
    await entry('杭考函1号').waitFor({ state: 'hidden' });
    await administrator.page.getByText(/^已重试/).waitFor();
  });

  test('asks why something is given up, and the history of the case says it', async () => {
    await entry('杭考函2号').getByRole('button', { name: /^放弃/ }).click();
    await dialogOf(administrator).getByRole('button', { name: '放弃', exact: true }).click();
    await dialogOf(administrator).getByText('请说明理由。').waitFor();
    expect(await lookAtDialog(administrator, 'incident-give-up', 'incidents', 'zh')).toEqual([]);
    expect(await confirm(administrator, '放弃', '对方已电话答复。')).toBe(200);
    await entry('杭考函2号').waitFor({ state: 'hidden' });
    await administrator.open(`/cases/${cases[1] ?? ''}`);
    await administrator.panel.getByRole('tab', { name: '历史' }).click();
    await administrator.panel.getByText('放弃失效的期限', { exact: true }).waitFor();
    await administrator.panel.getByText('对方已电话答复。').waitFor();
  });

  test('is not offered to others', async () => {
    const officer = await Visitor.enter(browser, work.office, OFFICER);
    await officer.open('/inbox');
    expect(await officer.page.getByRole('link', { name: '异常' }).count()).toBe(0);
    await officer.open('/incidents');
    await officer.page.getByRole('heading', { name: '您没有查看此页的权限' }).waitFor();
    await officer.leave();
  });
});

describe('the list of batches', () => {
  const batch = (): Locator => administrator.page.getByRole('listitem').filter({ hasText: '批量发函' }).first();

  test('says what will appear there while there is nothing', async () => {
    await administrator.open('/batches');
    await administrator.page.getByText('没有批量任务').waitFor();
    expect(await look(administrator, 'batches-empty', 'batches')).toEqual([]);
  });

  test('shows how far each has come, pauses it and lets it go on', async () => {
    await orderInquiries(work.office, 24, 3);
    await administrator.open('/batches');
    await batch().getByText('已办 0 / 24 项').waitFor();
    await batch().getByRole('button', { name: /^暂停/ }).click();
    await batch().getByText('已暂停').waitFor();
    await batch().getByRole('button', { name: /^继续/ }).click();
    await batch().getByText('正在办理').waitFor();
    await work.office.app.get(Batches).runReady();
    await batch().getByText('已完成').waitFor();
    await batch().getByText('已办 21 / 24 项').waitFor();
  });

  test('follows what moves without being asked, and says what failed and why', async () => {
    await batch().getByText('查看没有办成的 3 项').click();
    await batch()
      .getByRole('row', { name: /商请函询批1/ })
      .getByText(/没有已发布的流程/)
      .waitFor();
    expect(await batch().getByRole('row').count()).toBe(4);
    expect(await look(administrator, 'batches', 'batches')).toEqual([]);
  });

  test('asks before the rest is cancelled, and keeps what is done', async () => {
    await orderInquiries(work.office, 12);
    await administrator.open('/batches');
    await batch()
      .getByRole('button', { name: /^取消其余/ })
      .click();
    await dialogOf(administrator)
      .getByText(/还有 12 项没有开始/)
      .waitFor();
    await dialogOf(administrator).getByRole('button', { name: '取消其余', exact: true }).click();
    await batch().getByText('已取消', { exact: true }).waitFor();
    await batch().getByText('已取消 12 项').waitFor();
  });
});

describe('a case in the hands of those who answer for it', () => {
  let sheet: TravellingSheet;
  let operator: Visitor;

  beforeAll(async () => {
    sheet = await (await work.sheet('hz-gsq')).to('drafting');
    operator = await Visitor.enter(browser, work.office, 'hz-gsq.operator');
  });
  afterAll(() => operator.leave());

  const stateOf = (visitor: Visitor, state: string): Locator =>
    visitor.panel.locator('.case-head').getByText(state, { exact: true }).first();

  test('is suspended by the director for a reason; its people see that it stands still', async () => {
    const director = await Visitor.enter(browser, work.office, DIRECTOR);
    await director.open(`/cases/${sheet.instanceId}`);
    await director.panel.getByText('管理', { exact: true }).click();
    const offered = director.panel.locator('.menu__sheet').getByRole('button');
    expect((await offered.allInnerTexts()).map((text) => text.trim())).toEqual(['暂停', '撤销']);
    await director.page.keyboard.press('Escape');
    await director.read('en');
    await director.panel.getByText('Manage', { exact: true }).click();
    await director.panel.getByRole('button', { name: 'Suspend', exact: true }).click();
    await dialogOf(director).waitFor();
    expect(await lookAtDialog(director, 'case-suspend-dialog', null, 'en')).toEqual([]);
    await director.page.keyboard.press('Escape');
    await dialogOf(director).waitFor({ state: 'hidden' });
    await director.read('zh');
    await choose(director, '暂停');
    expect(await lookAtDialog(director, 'case-suspend-dialog', null, 'zh')).toEqual([]);
    expect(await confirm(director, '暂停', '等待市政府专题会议意见。')).toBe(200);
    await director.panel.getByText(/^已暂停：/).waitFor();
    expect(await look(director, 'case-suspended', null)).toEqual([]);
    await director.leave();

    await operator.open('/inbox');
    await operator.matter(GSQ).getByText('已暂停').waitFor();
    await keepPicture(operator.page, 'inbox-suspended');
    await operator.matter(GSQ).click();
    await operator.panel.getByText(/^已暂停：/).waitFor();
    expect(await operator.outcomes.count()).toBe(0);
  });

  test('is told apart in the list of cases', async () => {
    await administrator.open('/cases?workflow=annual-target&status=suspended');
    const row = administrator.page.getByRole('row', { name: new RegExp(GSQ) });
    await row.getByRole('cell').getByText('已暂停').waitFor();
    expect(await administrator.page.getByRole('row').count()).toBe(2);
  });

  test('goes on, and is worked on again', async () => {
    await administrator.open(`/cases/${sheet.instanceId}`);
    await choose(administrator, '恢复');
    expect(await confirm(administrator, '恢复', '会议已定。')).toBe(200);
    await administrator.panel.getByText(/^已暂停：/).waitFor({ state: 'hidden' });
    await operator.openMatter(GSQ);
    await operator.outcomes.waitFor();
  });

  test('is put into the step that the administrator chooses, not before one is chosen', async () => {
    await choose(administrator, '调整环节');
    await dialogOf(administrator).getByRole('button', { name: '调整环节', exact: true }).click();
    await dialogOf(administrator).getByText('请选择要转入的环节。').waitFor();
    await dialogOf(administrator)
      .getByRole('combobox', { name: /^转入环节/ })
      .selectOption('officeReview');
    expect(await lookAtDialog(administrator, 'case-modify-dialog', null, 'zh')).toEqual([]);
    expect(await confirm(administrator, '调整环节', '误退编制，直接送审。')).toBe(200);
    await stateOf(administrator, '考评办审核').waitFor();
  });

  test('begins again where a line of its history had led', async () => {
    await administrator.panel.getByRole('tab', { name: '历史' }).click();
    const line = administrator.panel.getByRole('listitem').filter({ hasText: '下达编制' }).last();
    await line.getByRole('button', { name: /^从此步重新办理/ }).click();
    await dialogOf(administrator)
      .getByText(/事项回到“下达编制”/)
      .waitFor();
    expect(await confirm(administrator, '重新办理', '按原环节重新编制。')).toBe(200);
    await administrator.panel.getByText('按原环节重新编制。').waitFor();
    expect(await look(administrator, 'case-history-restart', null)).toEqual([]);
    await operator.openMatter(GSQ);
    await operator.outcomes.waitFor();
  });

  test('keeps what was typed where somebody was faster, and then takes it', async () => {
    await administrator.open(`/cases/${sheet.instanceId}`);
    await choose(administrator, '撤销');
    const person = await work.person(DIRECTOR);
    const { revision } = await person.case(sheet.instanceId);
    const path = `/api/cases/${sheet.instanceId}/operations`;
    await person.post(`${path}/suspend`, { reason: '暂缓', revision });
    expect(await confirm(administrator, '撤销', '机构改革，单位撤并。')).toBe(409);
    await dialogOf(administrator)
      .getByText(/事项已有新进展/)
      .waitFor();
    await administrator.panel.getByText(/^已暂停：/).waitFor();
    expect(await confirm(administrator, '撤销', '机构改革，单位撤并。')).toBe(200);
  });

  test('is shown as cancelled wherever it is listed', async () => {
    await administrator.panel.getByText(/^已撤销：/).waitFor();
    expect(await administrator.panel.getByText('管理', { exact: true }).count()).toBe(0);
    await administrator.open('/cases?workflow=annual-target&status=done');
    await administrator.page
      .getByRole('row', { name: new RegExp(GSQ) })
      .getByRole('cell')
      .getByText('已撤销')
      .waitFor();
    expect(await look(administrator, 'cases-cancelled', 'cases')).toEqual([]);
  });

  test('complains of nothing', () => {
    expect([...complaintsOf(administrator), ...operator.complaints]).toEqual([]);
  });
});
