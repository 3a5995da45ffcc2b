import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../harness/browser.js';
import { OFFICER, PLAIN_UNITS } from '../http/annual-target/sheet-work.js';
import { Office } from '../http/office.js';
import { publishSheets } from './fellow-units.js';
import { keepPicture } from './screenshots.js';
import { Story } from './story.js';
import { Visitor } from './visitor.js';

const HBJ = '市环保局2017年度目标申报表';
const RCB = '市委人才办2017年度目标申报表';
const FELLOWS = Object.keys(PLAIN_UNITS)
  .filter((account) => account !== 'hz-hbj')
  .slice(0, 18);

let browser: Browser;
let office: Office;
const people = new Map<string, Promise<Visitor>>();

/** The window of whoever holds the account, opened once. */
function at(account: string): Promise<Visitor> {
  const known = people.get(account) ?? Visitor.enter(browser, office, account);
  people.set(account, known);
  return known;
}

const story = new Story(async () => {
  const windows = await Promise.all(people.values());
  await Promise.all(windows.map(({ page }, index) => keepPicture(page, `story-broke-${index}`)));
});

beforeAll(async () => {
  [browser, office] = await Promise.all([launchBrowser(), Office.open()]);
});
afterAll(async () => {
  await browser.close();
  await office.close();
});

describe('the year opens', () => {
  story.step('the sign-in page offers the sample accounts, one click each', async () => {
    const officer = await Visitor.enter(browser, office);
    people.set(OFFICER, Promise.resolve(officer));
    await officer.open('/');
    expect(new URL(officer.page.url()).pathname).toBe('/sign-in');
    await officer.page.getByRole('button', { name: /^市考评办经办人一/ }).click();
    await officer.page.waitForURL('**/inbox');
    await officer.page.getByText('市考评办经办人一').first().waitFor();
  });

  story.step('the office sees on 目标 what would go to whom, and opens 2017', async () => {
    const { page } = await at(OFFICER);
    await page.getByRole('link', { name: '目标', exact: true }).click();
    await page.getByText('将向各单位下达 31 张申报表，共 61 项目标').waitFor();
    await page.getByRole('button', { name: '开启 2017 年度' }).click();
    const question = page.getByRole('dialog', { name: '开启 2017 年度' });
    expect(await question.textContent()).toContain('开启后不能撤销');
    await question.getByRole('button', { name: '开启 2017 年度' }).click();
    await page.getByText('2017 年度已开启：31 张申报表，61 项目标，其中 5 项待上级下达数值').waitFor();
    await page.getByText('2017 年度已开启。', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: '开启 2017 年度' }).count()).toBe(0);
  });

  story.step('26 sheets go out in one act; the 5 without their values stay, each with the reason', async () => {
    const officer = await at(OFFICER);
    await officer.open('/inbox?workflow=annual-target&state=allocated');
    await officer.matter(HBJ).waitFor();
    await officer.tickAll();
    await officer.page.getByText('已选 31 项').waitFor();
    const result = await officer.decideForAll('下达编制');
    await result.getByText('26 项已办理').waitFor();
    const refused = result.getByRole('listitem').filter({ hasText: '未办成：' });
    expect(await refused.count()).toBe(5);
    for (const one of await refused.allTextContents()) {
      expect(one).toContain('补充申报表');
      expect(one.split('未办成：')[1]?.trim()).toMatch(/待上级下达数值|数值/);
    }
  });

  story.step('those 5 stay ticked and wait for their values', async () => {
    const officer = await at(OFFICER);
    await officer.page.getByText('已选 5 项').waitFor();
    const result = await officer.decideForAll('转待下达数值');
    await result.getByText('5 项已办理').waitFor();
    await officer.page.waitForURL((url) => !url.searchParams.has('state'));
  });
});

describe('units draft and sign', () => {
  const writing = [
    ['现状', '2016年PM2.5年均浓度为48.8微克。'],
    ['形势', '工业和机动车排放压力大。'],
    ['关键因素', '能源结构、扬尘和机动车。'],
    ['方法', '按季分解，逐月通报。'],
    ['措施', '淘汰燃煤小锅炉，推进清洁排放改造。'],
  ] as const;

  async function fillRow(operator: Visitor, no: number, fields: readonly (readonly [string, string])[]): Promise<void> {
    await operator.openRow(no);
    for (const [label, words] of fields)
      await operator.panel.getByRole('textbox', { name: new RegExp(`^${label}`) }).fill(words);
  }

  async function plan(operator: Visitor): Promise<void> {
    await operator.panel.getByRole('button', { name: '添加一行' }).click();
    await operator.panel.getByLabel('时间节点').fill('2017-09-30');
    await operator.panel.getByLabel('工作内容').fill('完成四分之三');
    await operator.panel.getByLabel('质量要求').fill('数据经监测站核验');
  }

  story.step('what the operator typed is there after a reload, without a button to save it', async () => {
    const operator = await at('hz-hbj.operator');
    await operator.openMatter(HBJ);
    await fillRow(operator, 1, writing.slice(0, 2));
    await operator.row(1).getByText('待补 4 处').waitFor();
    await operator.page.reload();
    await operator.openRow(1);
    for (const [label, words] of writing.slice(0, 2)) {
      expect(await operator.panel.getByRole('textbox', { name: new RegExp(`^${label}`) }).inputValue()).toBe(words);
    }
  });

  story.step('an unfinished sheet says what is missing and cannot be submitted', async () => {
    const operator = await at('hz-hbj.operator');
    await operator.outcomes.getByText(/^\s*暂不能提交/).waitFor();
    expect(await operator.outcomes.getByRole('button', { name: '提交', exact: true }).isDisabled()).toBe(true);
    await operator.panel.getByText(/提交前还有 16 处需要补充/).click();
    await operator.panel.getByRole('button', { name: /^第 2 项.*关键因素/ }).click();
    await operator.row(2).getByRole('button', { expanded: true }).waitFor();
    await operator.panel
      .getByRole('textbox', { name: /^关键因素/ })
      .and(operator.page.locator(':focus'))
      .waitFor();
  });

  story.step('the operator of 市环保局 fills in every target and submits', async () => {
    const operator = await at('hz-hbj.operator');
    for (const no of [1, 2, 3]) {
      await fillRow(operator, no, writing);
      await plan(operator);
      await operator.row(no).getByText('已填好').waitFor();
    }
    await operator.panel.getByText('权重合计 100 / 100 分').waitFor();
    expect(await operator.decide('提交')).toBe(200);
    await operator.page.getByText('都办完了').waitFor();
  });

  story.step('the operator of 市委人才办 sees the cooperating unit on the target, fills in and submits', async () => {
    const operator = await at('hz-rcb.operator');
    await operator.openMatter(RCB);
    expect(await operator.row(1).textContent()).toContain('市人力社保局');
    await fillRow(operator, 1, writing);
    await plan(operator);
    await operator.row(1).getByText('已填好').waitFor();
    expect(await operator.decide('提交')).toBe(200);
  });

  for (const [account, title] of [
    ['hz-hbj.leader', HBJ],
    ['hz-rcb.leader', RCB],
  ] as const) {
    story.step(`${account} reads the sheet and signs it`, async () => {
      const leader = await at(account);
      await leader.openMatter(title);
      await leader.openRow(1);
      await leader.panel.getByText(writing[0][1]).waitFor();
      expect(await leader.decide('签批')).toBe(200);
      await leader.page.getByText('都办完了').waitFor();
    });
  }

  story.step('the leader of the cooperating unit 市人力社保局 countersigns', async () => {
    const leader = await at('hz-rsj.leader');
    await leader.openMatter(RCB);
    await leader.panel.getByRole('button', { name: '其余各项同意' }).click();
    await leader.panel.getByText('各项均已表态。').waitFor();
    expect(await leader.decide('同意')).toBe(200);
  });
});

describe('the office reviews', () => {
  story.step('one target goes back with an opinion, the others are accepted', async () => {
    const officer = await at(OFFICER);
    await officer.openMatter(HBJ);
    await officer.openRow(1);
    await officer.panel.getByRole('group', { name: '审核意见' }).getByRole('radio', { name: '退回' }).check();
    await officer.panel.getByRole('textbox', { name: /^对本项的意见/ }).fill('措施没有写明完成时间。');
    await officer.panel.getByRole('button', { name: '其余各项通过' }).click();
    expect(await officer.decide('退回', '第 1 项请补充完成时间。')).toBe(200);
  });

  story.step('the operator sees the opinion, and the lock on what was accepted', async () => {
    const operator = await at('hz-hbj.operator');
    await operator.openMatter(HBJ);
    await operator.row(1).getByText('被退回').waitFor();
    await operator.openRow(1);
    expect(await operator.panel.getByRole('note').textContent()).toContain('措施没有写明完成时间。');
    for (const no of [2, 3]) {
      await operator.row(no).getByText('已通过').waitFor();
      await operator.openRow(no);
      await operator.panel.getByText('本项已通过审核，内容锁定。').waitFor();
      expect(await operator.panel.getByRole('textbox', { name: /^措施/ }).count()).toBe(0);
    }
  });

  story.step('the operator mends the target and submits again; the leader signs again', async () => {
    const operator = await at('hz-hbj.operator');
    await operator.openRow(1);
    await operator.panel.getByRole('textbox', { name: /^措施/ }).fill('9月底前淘汰燃煤小锅炉，推进清洁排放改造。');
    expect(await operator.decide('提交')).toBe(200);
    const leader = await at('hz-hbj.leader');
    await leader.openMatter(HBJ);
    expect(await leader.decide('签批')).toBe(200);
  });

  story.step('the office sees what changed since it returned the sheet, and passes it', async () => {
    const officer = await at(OFFICER);
    await officer.openMatter(HBJ);
    await officer.panel.getByRole('tab', { name: '变化' }).click();
    await officer.panel.getByRole('insertion').filter({ hasText: '9月底前淘汰燃煤小锅炉' }).waitFor();
    const gone = await officer.panel.getByRole('deletion').allTextContents();
    expect(gone.join()).toContain('淘汰燃煤小锅炉');
    await officer.panel.getByRole('tab', { name: '办理' }).click();
    expect(await officer.decide('通过')).toBe(200);
  });

  story.step('and passes the countersigned sheet, which shows how the other unit answered', async () => {
    const officer = await at(OFFICER);
    await officer.openMatter(RCB);
    await officer.openRow(1);
    const said = officer.panel.getByRole('listitem').filter({ hasText: '市人力社保局' }).filter({ hasText: '同意' });
    await said.first().waitFor();
    expect(await officer.decide('通过')).toBe(200);
  });
});

describe('the public comments', () => {
  story.step('somebody without an account reads the draft and says something about it', async () => {
    await publishSheets(office, await office.person(OFFICER), FELLOWS);
    const citizen = await at('');
    await citizen.open('/public');
    const draft = citizen.page.getByRole('group').filter({ hasText: HBJ });
    await draft.getByRole('heading', { name: HBJ }).click();
    await draft.getByText('公示至').waitFor();
    await draft.getByRole('textbox', { name: /^意见内容/ }).fill('建议每月公布各区浓度。');
    await draft.getByRole('button', { name: '提交意见' }).click();
    await draft.getByText('已收到，谢谢。').waitFor();
    expect(await draft.getByRole('textbox', { name: /^意见内容/ }).inputValue()).toBe('');
  });

  story.step('the administrator moves the clock on until the window closes; reminders stand in the mail', async () => {
    const administrator = await at('hz-kpb.admin');
    const { page } = administrator;
    await administrator.open('/mail');
    await page.getByLabel(/^系统时间 2017年1月3日/).click();
    for (const day of ['1月10日', '1月17日']) {
      await page.getByRole('button', { name: '前进一周' }).click();
      await page.getByLabel(new RegExp(`^系统时间 2017年${day}`)).waitFor();
    }
    await page.getByText(/时间已前进：提醒 [1-9]\d* 次.*自动流转 20 次/).waitFor();
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', { name: /催办|提醒|即将到期/ })
      .first()
      .click();
    await page.getByRole('region', { name: '邮件内容' }).getByText('@hangzhou.example').first().waitFor();
  });

  story.step('the office answers the comment, and takes all sheets on', async () => {
    const officer = await at(OFFICER);
    await officer.openMatter(HBJ);
    await officer.panel.getByText('建议每月公布各区浓度。').waitFor();
    expect(await officer.outcomes.getByRole('button', { name: '处理完毕' }).isDisabled()).toBe(true);
    await officer.panel.getByRole('radio', { name: '采纳', exact: true }).check();
    await officer.panel.getByRole('textbox', { name: '答复' }).fill('自二月起每月公布。');
    await officer.panel.getByRole('button', { name: '保存答复' }).click();
    await officer.panel.getByText('已采纳').waitFor();
    expect(await officer.decide('处理完毕')).toBe(200);
    await officer.open('/inbox?workflow=annual-target&state=commentHandling');
    await officer.tickAll();
    await (await officer.decideForAll('处理完毕')).getByText('19 项已办理').waitFor();
  });
});

describe('the targets are approved', () => {
  for (const [account, outcome] of [
    ['hz-kpb.director', '审定'],
    ['hz-szf.leader1', '批准'],
  ] as const) {
    story.step(`${account} decides on 20 sheets in one act: ${outcome}, with a result for each`, async () => {
      const person = await at(account);
      await person.open('/inbox?workflow=annual-target');
      await person.tickAll();
      await person.page.getByText('已选 20 项').waitFor();
      const result = await person.decideForAll(outcome);
      await result.getByText('20 项已办理').waitFor();
      await result.getByText('逐项结果').click();
      expect(await result.getByRole('listitem').count()).toBe(20);
      await result
        .getByRole('listitem')
        .filter({ hasText: HBJ })
        .getByText(account.includes('szf') ? '下达执行' : '报批')
        .waitFor();
    });
  }

  story.step('the list of targets shows them as issued', async () => {
    const { page } = await at(OFFICER);
    await page.getByRole('link', { name: '目标', exact: true }).click();
    await page
      .getByRole('link', { name: /市环保局.*下达执行/ })
      .first()
      .waitFor();
    await page
      .getByRole('link', { name: /市委人才办.*下达执行/ })
      .first()
      .waitFor();
  });

  story.step('nobody’s browser complained on the way', async () => {
    const windows = await Promise.all(people.values());
    expect(windows.flatMap((one) => one.complaints)).toEqual([]);
  });
});
