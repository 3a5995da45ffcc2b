import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../harness/browser.js';
import { OFFICER, SheetWork, returning } from '../http/annual-target/sheet-work.js';
import { contrastFlaws, flawsOf } from './flaws.js';
import { keepPicture } from './screenshots.js';
import { NARROW, Visitor, WIDE } from './visitor.js';
import type { Language } from './words.js';

interface Scene {
  name: string;
  /** Nobody where it is left out. */
  account?: string;
  path: string;
  /** Name of the page in the translations; null where the matter itself is the title. */
  title: string | null;
  /** Brings the page to what is to be looked at, in Chinese and wide. */
  arrange?: (visitor: Visitor) => Promise<unknown>;
}

const HBJ = '市环保局2017年度目标申报表';
const GSQ = '拱墅区政府2017年度目标申报表';
const ADMINISTRATOR = 'hz-kpb.admin';

const tab = (name: string) => async (visitor: Visitor) => {
  await visitor.matter(HBJ).click();
  await visitor.panel.getByRole('tab', { name }).click();
};

const scenes: Scene[] = [
  {
    name: 'sign-in',
    path: '/sign-in',
    title: 'signIn',
    arrange: ({ page }) => page.getByRole('button', { name: /^市考评办经办人一/ }).waitFor(),
  },
  {
    name: 'public',
    path: '/public',
    title: 'public',
    arrange: ({ page }) => page.getByRole('heading', { level: 2 }).first().click(),
  },
  {
    name: 'inbox-todo',
    account: OFFICER,
    path: '/inbox',
    title: 'inbox',
    arrange: (visitor) => visitor.matter(HBJ).waitFor(),
  },
  {
    name: 'inbox-done',
    account: OFFICER,
    path: '/inbox?tab=done',
    title: 'inbox',
    arrange: (visitor) => visitor.matter(GSQ).first().waitFor(),
  },
  {
    name: 'inbox-started',
    account: OFFICER,
    path: '/inbox?tab=started',
    title: 'inbox',
    arrange: (visitor) => visitor.matter(HBJ).waitFor(),
  },
  {
    name: 'inbox-bulk',
    account: OFFICER,
    path: '/inbox?workflow=annual-target&state=allocated',
    title: 'inbox',
    arrange: async (visitor) => {
      await visitor.tickAll();
      await visitor.page.getByRole('button', { name: '下达编制', exact: true }).click();
    },
  },
  {
    name: 'inbox-empty',
    account: 'hz-hbj.leader',
    path: '/inbox',
    title: 'inbox',
    arrange: ({ page }) => page.getByText('都办完了').waitFor(),
  },
  {
    name: 'panel-review',
    account: OFFICER,
    path: '/inbox',
    title: 'inbox',
    arrange: async (visitor) => {
      await visitor.matter(HBJ).click();
      await visitor.openRow(1);
      await visitor.panel.getByRole('group', { name: '审核意见' }).getByRole('radio', { name: '退回' }).check();
    },
  },
  { name: 'panel-history', account: OFFICER, path: '/inbox', title: 'inbox', arrange: tab('历史') },
  { name: 'panel-changes', account: OFFICER, path: '/inbox', title: 'inbox', arrange: tab('变化') },
  { name: 'panel-chart', account: OFFICER, path: '/inbox', title: 'inbox', arrange: tab('流程图') },
  {
    name: 'panel-comments',
    account: OFFICER,
    path: '/inbox',
    title: 'inbox',
    arrange: async (visitor) => {
      await visitor.matter(GSQ).click();
      await visitor.panel.getByText('建议增加停车位。').waitFor();
    },
  },
  {
    name: 'panel-opinion',
    account: OFFICER,
    path: '/inbox',
    title: 'inbox',
    arrange: async (visitor) => {
      await visitor.matter('社会评价意见第 2 号').click();
      await visitor.outcomes.waitFor();
    },
  },
  {
    name: 'panel-drafting',
    account: 'linan.operator',
    path: '/inbox',
    title: 'inbox',
    arrange: async (visitor) => {
      await visitor.matter('临安区').click();
      await visitor.openRow(1);
      await visitor.panel.getByRole('button', { name: '添加一行' }).click();
      await visitor.row(1).getByText('待补 8 处').waitFor();
    },
  },
  {
    name: 'cases',
    account: OFFICER,
    path: '/cases',
    title: 'cases',
    arrange: ({ page }) => page.getByRole('link', { name: HBJ }).waitFor(),
  },
  {
    name: 'case-page',
    account: OFFICER,
    path: '/cases',
    title: null,
    arrange: async (visitor) => {
      await visitor.page.getByRole('link', { name: HBJ }).click();
      await visitor.openRow(1);
    },
  },
  {
    name: 'targets',
    account: OFFICER,
    path: '/targets',
    title: 'targets',
    arrange: ({ page }) =>
      page
        .getByRole('link', { name: /市环保局/ })
        .first()
        .waitFor(),
  },
  {
    name: 'import',
    account: OFFICER,
    path: '/import',
    title: 'import',
    arrange: async ({ page }) => {
      const file = { name: 'units.csv', mimeType: 'text/csv', buffer: Buffer.from('code,name\nHZ-X,\n') };
      await page.getByLabel('选择文件', { exact: true }).setInputFiles(file);
      await page.getByRole('button', { name: '导入', exact: true }).click();
      await page.getByText('没有导入任何数据').waitFor();
    },
  },
  {
    name: 'mail',
    account: ADMINISTRATOR,
    path: '/mail',
    title: 'mail',
    arrange: ({ page }) =>
      page
        .getByRole('button', { name: /申报表/ })
        .first()
        .click(),
  },
  {
    name: 'password',
    account: OFFICER,
    path: '/password',
    title: 'password',
    arrange: async ({ page }) => {
      await page.getByRole('textbox', { name: '当前密码' }).waitFor();
    },
  },
  {
    name: 'sessions',
    account: OFFICER,
    path: '/sessions',
    title: 'sessions',
    arrange: ({ page }) => page.getByText('当前设备').waitFor(),
  },
  {
    name: 'audit',
    account: 'hz-kpb.audit',
    path: '/audit',
    title: 'audit',
    arrange: ({ page }) => page.getByText('详情').first().click(),
  },
  {
    name: 'rights',
    account: 'hz-kpb.security',
    path: '/rights',
    title: 'rights',
    arrange: async ({ page }) => {
      await page.getByRole('combobox', { name: '单位' }).fill('HZ-HBJ');
      await page.getByRole('option', { name: /HZ-HBJ/ }).click();
      await page.getByRole('heading', { level: 2, name: /单位：市环保局/ }).waitFor();
    },
  },
  { name: 'forbidden', account: OFFICER, path: '/mail', title: 'forbidden' },
  { name: 'not-found', account: OFFICER, path: '/no-such-page', title: 'notFound' },
];

let browser: Browser;
let work: SheetWork;

/** A year under way: sheets at every stage, a comment, mail, and some matters overdue. */
async function yearUnderWay(): Promise<SheetWork> {
  const opened = await SheetWork.open();
  const officer = await opened.person(OFFICER);
  const commented = await (await opened.sheet('hz-gsq')).to('publicComment');
  await (
    await opened.office.person()
  ).post('/api/public/comments', { sheetId: commented.sheetId, text: '建议增加停车位。', from: '市民' });
  const returned = await (await opened.sheet('hz-hbj')).to('officeReview');
  await officer.answer(returned.instanceId, 'return', {
    opinion: '第1项请细化。',
    data: returning([await returned.row(1)]),
  });
  await returned.patch('hz-hbj.operator', 1, { measures: '九月底前淘汰燃煤小锅炉，责任到人。' });
  await (await returned.operator()).answer(returned.instanceId, 'submit');
  await (await returned.leader()).answer(returned.instanceId, 'sign');
  await (await opened.sheet('linan')).to('drafting');
  await opened.office.moveTo('2017-01-25T09:00:00+08:00');
  await (await opened.sheet('xiacheng')).to('publicComment');
  return opened;
}

beforeAll(async () => {
  [browser, work] = await Promise.all([launchBrowser(), yearUnderWay()]);
});
afterAll(async () => {
  await browser.close();
  await work.close();
});

describe.each(scenes)('the page $name', ({ name, account, path, title, arrange }) => {
  test('can be read by everybody: in both languages, wide and narrow, light and dark', async () => {
    const visitor = await Visitor.enter(browser, work.office, account);
    await visitor.open(path);
    await arrange?.(visitor);
    const flaws: string[] = [];
    const look = async (language: Language, width: 'wide' | 'narrow'): Promise<void> => {
      await visitor.resize(width === 'wide' ? WIDE : NARROW);
      await visitor.read(language);
      await keepPicture(visitor.page, `${name}-${language}-${width}`);
      const found = await flawsOf(visitor.page, language, title);
      flaws.push(...found.map((flaw) => `${language} ${width}: ${flaw}`));
    };
    const lookInTheDark = async (width: 'wide' | 'narrow'): Promise<void> => {
      await visitor.darken();
      await keepPicture(visitor.page, `${name}-dark-${width}`);
      flaws.push(...(await contrastFlaws(visitor.page)).map((flaw) => `dark ${width}: ${flaw}`));
      await visitor.page.emulateMedia({ colorScheme: 'light' });
    };
    await look('zh', 'wide');
    await look('zh', 'narrow');
    await lookInTheDark('narrow');
    await look('en', 'narrow');
    await look('en', 'wide');
    await lookInTheDark('wide');
    await visitor.leave();
    expect([...flaws, ...visitor.complaints]).toEqual([]);
  });
});
