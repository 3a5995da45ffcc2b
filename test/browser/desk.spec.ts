import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { Database } from '#platform';
import { launchBrowser } from '../harness/browser.js';
import { OFFICER, SheetWork, returning, type TravellingSheet } from '../http/annual-target/sheet-work.js';
import { flawsOf } from './flaws.js';
import { keepPicture } from './screenshots.js';
import { NARROW, Visitor, WIDE } from './visitor.js';

const HBJ = '市环保局2017年度目标申报表';

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
const enter = (account: string): Promise<Visitor> => Visitor.enter(browser, work.office, account);
const buttons = (visitor: Visitor): Promise<string[]> =>
  visitor.outcomes
    .getByRole('button')
    .allInnerTexts()
    .then((texts) => texts.map((text) => text.trim()));

/** Whether one stands wholly above the other. */
async function areApart(...both: [Locator, Locator]): Promise<boolean> {
  const boxes = await Promise.all(both.map((one) => one.boundingBox()));
  const [upper, lower] = boxes.map((box) => box ?? { y: NaN, height: NaN }).sort((one, other) => one.y - other.y);
  return upper !== undefined && lower !== undefined && upper.y + upper.height <= lower.y;
}

/** Looks at the page in both languages, wide and narrow; answers what hinders a reader. */
async function look(visitor: Visitor, name: string): Promise<string[]> {
  const flaws: string[] = [];
  for (const language of ['zh', 'en'] as const) {
    await visitor.read(language);
    for (const [width, size] of [
      ['wide', WIDE],
      ['narrow', NARROW],
    ] as const) {
      await visitor.resize(size);
      await keepPicture(visitor.page, `${name}-${language}-${width}`);
      flaws.push(...(await flawsOf(visitor.page, language, 'inbox')).map((flaw) => `${language} ${width}: ${flaw}`));
    }
  }
  await visitor.resize(WIDE);
  await visitor.read('zh');
  return flaws;
}

describe('a long past', () => {
  test('is counted up to 999, and what is to be done whole', async () => {
    const { instanceId } = await sheetAt('hz-czj', 'officeReview');
    const officer = await enter(OFFICER);
    const count = (tab: string): Promise<string> =>
      officer.page.getByRole('link', { name: tab }).locator('.tabs__count').innerText();
    await officer.open('/inbox?tab=done');
    const [todo, done] = [await count('待办'), Number(await count('已办'))];
    const database = work.office.app.get(Database);
    const enough = async (more: number): Promise<void> => {
      await database.query(
        `INSERT INTO tasks
         SELECT (jsonb_populate_record(NULL::tasks, to_jsonb(t) || jsonb_build_object('task_id', gen_random_uuid()))).*
         FROM (SELECT * FROM tasks WHERE instance_id = $1 AND status = 'done' AND post = 'office.officer' LIMIT 1) t,
           generate_series(1, $2)`,
        [instanceId, more],
      );
      await officer.page.reload();
      await officer.page.getByRole('link', { name: '已办' }).locator('.tabs__count').waitFor();
    };
    await enough(999 - done);
    expect([await count('待办'), await count('已办')]).toEqual([todo, '999']);
    await enough(1);
    expect([await count('待办'), await count('已办')]).toEqual([todo, '999+']);
    expect([...(await look(officer, 'long-past')), ...officer.complaints]).toEqual([]);
    await officer.leave();
  });
});

describe('somebody who is signed in at two places', () => {
  test('ends the other one from here, and goes on by keyboard; there, the next click leads to the sign-in', async () => {
    const [here, there] = [await enter('hz-mzj.leader'), await enter('hz-mzj.leader')];
    for (const visitor of [here, there]) await visitor.open('/sessions');
    const list = here.page.getByRole('list', { name: '登录设备' });
    const end = list.getByRole('button', { name: '退出' });
    await end.waitFor();
    expect(await list.getByRole('listitem').count()).toBe(2);
    await end.click();
    await here.page.getByText('已退出这处登录。').waitFor();
    await here.page.getByRole('heading', { name: '登录设备' }).and(here.page.locator(':focus')).waitFor();
    expect(await list.getByRole('listitem').count()).toBe(1);
    await there.page.getByRole('button', { name: '退出其他 1 处' }).click();
    await there.page.waitForURL(/\/sign-in\?.*sessions/);
    await Promise.all([here.leave(), there.leave()]);
    expect(here.complaints).toEqual([]);
  });
});

describe('a sheet that was returned', () => {
  let operator: Visitor;
  let notice: Locator;

  beforeAll(async () => {
    const sheet = await sheetAt('hz-hbj', 'officeReview');
    const officer = await work.person(OFFICER);
    const opinion = '两项空气质量的措施请细化到季度。';
    await officer.answer(sheet.instanceId, 'return', {
      opinion,
      data: returning([await sheet.row(1), await sheet.row(2)]),
    });
    operator = await enter('hz-hbj.operator');
    await operator.openMatter(HBJ);
    notice = operator.panel.getByRole('region', { name: '退回情况' });
  });
  afterAll(() => operator.leave());

  test('says who returned it, why, and which targets', async () => {
    await notice.waitFor();
    const words = await notice.innerText();
    for (const said of [
      '退回 · 市考评办经办人一',
      '考评办审核',
      '两项空气质量的措施请细化到季度。',
      '措施不具体，请细化。',
    ])
      expect(words).toContain(said);
    expect(await notice.getByRole('button').count()).toBe(2);
  });

  test('leads to each of them; two of one name are told apart by what they aim at', async () => {
    const [first, second] = await notice.getByRole('button').allInnerTexts();
    expect([first, second]).toEqual([
      expect.stringMatching(/^第 1 项 空气质量 · .*PM2\.5/),
      expect.stringMatching(/^第 2 项 空气质量 · .*优良天数/),
    ]);
    for (const no of [1, 2]) {
      expect(await operator.row(no).getByRole('button').innerText()).toMatch(no === 1 ? /PM2\.5/ : /优良天数/);
      await notice.getByRole('button', { name: new RegExp(`^第 ${no} 项`) }).click();
      await operator.row(no).getByRole('button', { expanded: true }).and(operator.page.locator(':focus')).waitFor();
    }
  });

  test('can be read by everybody', async () => {
    await operator.row(2).getByRole('button').click();
    expect([...(await look(operator, 'returned')), ...operator.complaints]).toEqual([]);
  });

  test('was not returned to the next in turn, once it comes forward again', async () => {
    await operator.openRow(1);
    for (const no of [1, 2]) {
      await operator.openRow(no);
      await operator.panel.getByRole('textbox', { name: /^措施/ }).fill('按季通报，责任到人。');
    }
    expect(await operator.decide('提交')).toBe(200);
    const leader = await enter('hz-hbj.leader');
    await leader.openMatter(HBJ);
    await leader.row(1).waitFor();
    expect(await leader.panel.getByRole('region', { name: '退回情况' }).count()).toBe(0);
    await leader.leave();
  });
});

describe('outcomes that the case does not offer', () => {
  test('are not held out: who was assigned targets cannot withdraw them', async () => {
    await sheetAt('hz-gsq', 'drafting');
    const operator = await enter('hz-gsq.operator');
    await operator.openMatter('拱墅区政府2017年度目标申报表');
    await operator.outcomes.getByText(/暂不能提交/).waitFor();
    expect(await buttons(operator)).toEqual(['提交']);
    await operator.leave();
  });

  test('are there where the case offers them: who declared targets may withdraw', async () => {
    const sheet = await work.declaredSheet('hz-sgb');
    const operator = await enter('hz-sgb.operator');
    await operator.openMatter((await sheet.case()).title.zh);
    await operator.outcomes.waitFor();
    expect(await buttons(operator)).toContain('撤回');
    await operator.leave();
  });

  test('do not ask the office for opinions that nobody can give', async () => {
    await sheetAt('xiacheng', 'officeReview');
    const officer = await enter(OFFICER);
    await officer.openMatter('下城区2017年度目标申报表');
    await officer.outcomes.getByText('退回时必填').waitFor();
    expect(await buttons(officer)).toEqual(['通过', '退回']);
    await officer.leave();
  });
});

describe('what is typed in the last moment', () => {
  test('into a sheet is there after the page was left and opened again', async () => {
    await sheetAt('linan', 'drafting');
    const operator = await enter('linan.operator');
    await operator.openMatter('临安区2017年度目标申报表');
    await operator.openRow(1);
    const field = (name: RegExp): Locator => operator.panel.getByRole('textbox', { name });
    const saving = operator.page.waitForRequest((request) => request.method() === 'PATCH');
    await field(/^现状/).fill('先写的。');
    await saving;
    // The first is under way: the second may come before it, and be refused, when nobody is there to hear it.
    await field(/^形势/).fill('最后一刻写的。');
    await operator.page.reload();
    await operator.openRow(1);
    expect([await field(/^现状/).inputValue(), await field(/^形势/).inputValue()]).toEqual([
      '先写的。',
      '最后一刻写的。',
    ]);
    await operator.leave();
  });

  test('while the server cannot be reached is there once it can', async () => {
    const sheet = await sheetAt('fuyang', 'drafting');
    const operator = await enter('fuyang.operator');
    await operator.openMatter('富阳区2017年度目标申报表');
    await operator.openRow(1);
    const current = operator.panel.getByRole('textbox', { name: /^现状/ });
    // Requests that outlive their page pass by any route of the test.
    await operator.page.evaluate(`globalThis.fetch = () => Promise.reject(new TypeError('offline'))`);
    await current.fill('断网时写的。');
    await operator.panel.getByRole('alert').filter({ hasText: '连不上服务器' }).waitFor();
    await operator.open('/targets');
    await operator.openMatter('富阳区2017年度目标申报表');
    await operator.openRow(1);
    expect(await current.inputValue()).toBe('断网时写的。');
    await operator.panel.getByText('草稿已保存').waitFor();
    expect((await sheet.row(1)).content.current).toBe('断网时写的。');
    await operator.leave();
  });

  test('as an opinion, too, and it goes out with the answer', async () => {
    const sheet = await sheetAt('yuhang', 'officeReview');
    const officer = await enter(OFFICER);
    await officer.openMatter('余杭区2017年度目标申报表');
    const opinion = officer.outcomes.getByRole('textbox', { name: /^意见/ });
    await opinion.fill('同意，请按期公布。');
    await officer.page.reload();
    await officer.outcomes.waitFor();
    expect(await opinion.inputValue()).toBe('同意，请按期公布。');
    expect(await officer.decide('通过')).toBe(200);
    const history = await (
      await work.person(OFFICER)
    ).get<{ opinion: string | null }[]>(`/api/cases/${sheet.instanceId}/history`);
    expect(history.body.at(-1)?.opinion).toBe('同意，请按期公布。');
    await officer.leave();
  });
});

describe('after a decision', () => {
  const PLACE = '/inbox?workflow=annual-target&state=officeReview';

  test('on a small screen, its message leaves the next matter free to be worked on', async () => {
    for (const account of ['jiande', 'tonglu']) await sheetAt(account, 'officeReview');
    const officer = await enter(OFFICER);
    await officer.resize(NARROW);
    await officer.open(PLACE);
    await officer.matter('建德市').click();
    expect(await officer.decide('通过')).toBe(200);
    const toast = officer.page.getByRole('status').getByText('已通过：建德市2017年度目标申报表');
    await toast.waitFor();
    await officer.outcomes.waitFor();
    for (const busy of [officer.outcomes, officer.panel.getByRole('tablist')])
      expect(await areApart(toast, busy)).toBe(true);
    await keepPicture(officer.page, 'toast-zh-narrow');
    await officer.leave();
  });

  test('on all that a filter shows, the filter goes and the rest of the work comes back', async () => {
    await sheetAt('chunan', 'officeReview');
    const officer = await enter(OFFICER);
    await officer.open(PLACE);
    await officer.matter('淳安县').waitFor();
    await officer.tickAll();
    const result = await officer.decideForAll('通过');
    await result.getByText(/项已办理/).waitFor();
    await officer.page.waitForURL((url) => !url.searchParams.has('state'));
    expect(new URL(officer.page.url()).searchParams.has('workflow')).toBe(false);
    await officer.matter('社会评价意见第 2 号').waitFor();
    await officer.page.getByText('这一类已办完，已显示全部待办。').waitFor();
    expect(await officer.page.getByRole('combobox', { name: '流程和环节' }).inputValue()).toBe('');
    await result.waitFor();
    await keepPicture(officer.page, 'filter-done-zh-wide');
    await officer.leave();
  });
});
