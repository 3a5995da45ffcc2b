import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { HistoryEntry } from '#contracts';
import { launchBrowser } from '../harness/browser.js';
import { OFFICER, SECOND_OFFICER, SheetWork, type TravellingSheet } from '../http/annual-target/sheet-work.js';
import { Visitor } from './visitor.js';

let browser: Browser;
let work: SheetWork;

beforeAll(async () => {
  [browser, work] = await Promise.all([launchBrowser(), SheetWork.open()]);
});
afterAll(async () => {
  await browser.close();
  await work.close();
});

const sheetAt = async (account: string, state: string): Promise<TravellingSheet> =>
  (await work.sheet(account)).to(state);
/** The steps of a case so far, by their events. */
const steps = async (sheet: TravellingSheet): Promise<string[]> => {
  const officer = await work.person(OFFICER);
  return (await officer.get<HistoryEntry[]>(`/api/cases/${sheet.instanceId}/history`)).body.map((one) => one.event);
};

describe('two clicks on one button', () => {
  test('make one step', async () => {
    const sheet = await sheetAt('hz-hbj', 'unitReview');
    const leader = await Visitor.enter(browser, work.office, 'hz-hbj.leader');
    const posts: string[] = [];
    leader.page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().includes('/answer')) posts.push(request.url());
    });
    await leader.openMatter('市环保局2017年度目标申报表');
    await leader.outcomes.getByRole('button', { name: '签批' }).dblclick();
    const answered = leader.answer('/answer');
    await leader.page.getByRole('dialog').getByRole('button', { name: '签批' }).dblclick();
    expect((await answered).status()).toBe(200);
    await leader.page.getByText('都办完了').waitFor();
    expect(posts).toHaveLength(1);
    expect((await steps(sheet)).filter((event) => event === 'sign')).toHaveLength(1);
    await leader.leave();
  });

  test('make one comment of the public', async () => {
    const sheet = await sheetAt('hz-mzj', 'publicComment');
    const citizen = await Visitor.enter(browser, work.office);
    await citizen.open('/public');
    const draft = citizen.page.getByRole('group').filter({ hasText: '市民政局2017年度目标申报表' });
    await draft.getByRole('heading', { level: 2 }).click();
    await draft.getByRole('textbox', { name: /^意见内容/ }).fill('建议增加养老床位。');
    await draft.getByRole('button', { name: '提交意见' }).dblclick();
    await draft.getByText('已收到，谢谢。').waitFor();
    expect((await sheet.view()).comments).toHaveLength(1);
    await citizen.leave();
  });
});

describe('a task that somebody else finished meanwhile', () => {
  test('is refused with who did it, and what was typed is still there', async () => {
    const sheet = await sheetAt('hz-kw', 'officeReview');
    const officer = await Visitor.enter(browser, work.office, OFFICER);
    await officer.openMatter('市科委2017年度目标申报表');
    await officer.panel.getByRole('table', { name: '年度目标申报表' }).waitFor();
    await (await work.person(SECOND_OFFICER)).answer(sheet.instanceId, 'pass');
    expect(await officer.decide('通过', '同意，请按期公布。')).toBe(409);
    await officer.panel.getByText('听取社会公众意见').first().waitFor();
    await officer.panel.getByRole('alert').filter({ hasText: '市考评办经办人二' }).waitFor();
    const typed = await officer.panel
      .getByRole('textbox')
      .evaluateAll((all: { value: string }[]) => all.map((one) => one.value));
    expect([await officer.panel.textContent(), ...typed].join()).toContain('同意，请按期公布。');
    await officer.leave();
  });
});

describe('a server that cannot be reached', () => {
  test('loses nothing of what is typed into a sheet; it is saved once the server is back', async () => {
    const sheet = await sheetAt('hz-cjw', 'drafting');
    const operator = await Visitor.enter(browser, work.office, 'hz-cjw.operator');
    await operator.openMatter('市建委2017年度目标申报表');
    await operator.openRow(1);
    await operator.context.setOffline(true);
    const current = operator.panel.getByRole('textbox', { name: /^现状/ });
    await current.fill('2016年开工率九成。');
    await operator.panel.getByRole('alert').filter({ hasText: '连不上服务器' }).waitFor();
    expect(await current.inputValue()).toBe('2016年开工率九成。');
    await operator.context.setOffline(false);
    await operator.panel.getByRole('button', { name: '重试' }).click();
    await operator.panel.getByText('草稿已保存').waitFor();
    expect((await sheet.row(1)).content.current).toBe('2016年开工率九成。');
    await operator.leave();
  });

  test('keeps the opinion when it breaks on the answer, and a second press does the step once', async () => {
    const sheet = await sheetAt('hz-ywj', 'officeReview');
    const officer = await Visitor.enter(browser, work.office, OFFICER);
    await officer.openMatter('市园文局2017年度目标申报表');
    await officer.page.route('**/answer', (route) => route.fulfill({ status: 500, body: 'broken' }), { times: 1 });
    expect(await officer.decide('通过', '符合规划。')).toBe(500);
    await officer.panel.getByRole('alert').filter({ hasText: '服务器出了问题' }).waitFor();
    expect(await officer.outcomes.getByRole('textbox', { name: /^意见/ }).inputValue()).toBe('符合规划。');
    expect(await officer.decide('通过')).toBe(200);
    expect((await steps(sheet)).filter((event) => event === 'pass')).toHaveLength(1);
    await officer.leave();
  });

  test('keeps a comment of the public', async () => {
    await sheetAt('hz-tcj', 'publicComment');
    const citizen = await Visitor.enter(browser, work.office);
    await citizen.open('/public');
    const draft = citizen.page.getByRole('group').filter({ hasText: '市投资促进局2017年度目标申报表' });
    await draft.getByRole('heading', { level: 2 }).click();
    const text = draft.getByRole('textbox', { name: /^意见内容/ });
    await text.fill('建议公开招商进度。');
    await citizen.context.setOffline(true);
    await draft.getByRole('button', { name: '提交意见' }).click();
    await draft.getByRole('alert').filter({ hasText: '连不上服务器' }).waitFor();
    expect(await text.inputValue()).toBe('建议公开招商进度。');
    await citizen.leave();
  });
});

describe('what is typed', () => {
  test('a moment before 提交 goes with it', async () => {
    const sheet = await sheetAt('hz-sww', 'drafting');
    await sheet.write();
    const operator = await Visitor.enter(browser, work.office, 'hz-sww.operator');
    await operator.openMatter('市商务委2017年度目标申报表');
    await operator.openRow(1);
    await operator.panel.getByRole('textbox', { name: /^措施/ }).fill('最后一刻改的措施。');
    expect(await operator.decide('提交')).toBe(200);
    expect((await sheet.row(1)).content.measures).toBe('最后一刻改的措施。');
    await operator.leave();
  });

  test('too long is refused with the field and the limit, and stays', async () => {
    await sheetAt('hz-czj', 'publicComment');
    const citizen = await Visitor.enter(browser, work.office);
    await citizen.open('/public');
    const draft = citizen.page.getByRole('group').filter({ hasText: '市财政局2017年度目标申报表' });
    await draft.getByRole('heading', { level: 2 }).click();
    const text = draft.getByRole('textbox', { name: /^意见内容/ });
    await text.fill('长'.repeat(1500));
    await draft.getByRole('button', { name: '提交意见' }).click();
    await draft.getByText(/1000/).first().waitFor();
    expect((await text.inputValue()).length).toBeGreaterThanOrEqual(1000);
    await citizen.leave();
  });
});

describe('a target that was changed elsewhere', () => {
  test('shows both versions; the reader keeps one', async () => {
    const sheet = await sheetAt('hz-rsj', 'drafting');
    const operator = await Visitor.enter(browser, work.office, 'hz-rsj.operator');
    await operator.openMatter('市人力社保局2017年度目标申报表');
    await operator.openRow(1);
    await sheet.patch('hz-rsj.operator', 1, { current: '另一窗口写的现状。' });
    await operator.panel.getByRole('textbox', { name: /^现状/ }).fill('本窗口写的现状。');
    const clash = operator.panel.getByRole('alert').filter({ hasText: '别处也改了' });
    await clash.waitFor();
    expect(await clash.textContent()).toMatch(/另一窗口写的现状。.*本窗口写的现状。/s);
    await clash.getByRole('button', { name: '保留我填的' }).click();
    await operator.panel.getByText('草稿已保存').waitFor();
    expect((await sheet.row(1)).content.current).toBe('本窗口写的现状。');
    await operator.leave();
  });

  test('keeps other fields of both hands without asking', async () => {
    const sheet = await work.sheet('hz-rsj');
    const operator = await Visitor.enter(browser, work.office, 'hz-rsj.operator');
    await operator.openMatter('市人力社保局2017年度目标申报表');
    await operator.openRow(1);
    await sheet.patch('hz-rsj.operator', 1, { situation: '另一窗口写的形势。' });
    await operator.panel.getByRole('textbox', { name: /^方法/ }).fill('本窗口写的方法。');
    await operator.panel.getByText('草稿已保存').waitFor();
    const { content } = await sheet.row(1);
    expect([content.situation, content.methods]).toEqual(['另一窗口写的形势。', '本窗口写的方法。']);
    await operator.leave();
  });
});
