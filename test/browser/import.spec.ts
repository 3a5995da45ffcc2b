import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../harness/browser.js';
import { OFFICER } from '../http/annual-target/sheet-work.js';
import { Office } from '../http/office.js';
import { flawsOf } from './flaws.js';
import { keepPicture } from './screenshots.js';
import { SlowImport } from './slow-import.js';
import { NARROW, Visitor, WIDE } from './visitor.js';

const UNITS = 'code,name,name_en,aliases,unit_type,is_group,parent_code,source_files,note';
const ROWS = 20_000;

let browser: Browser;
let office: Office;
let officer: Visitor;

beforeAll(async () => {
  [browser, office] = await Promise.all([launchBrowser(), Office.open()]);
});
beforeEach(async () => {
  officer = await Visitor.enter(browser, office, OFFICER);
  await officer.open('/import');
});
afterEach(() => officer.leave());
afterAll(async () => {
  await browser.close();
  await office.close();
});

async function send(...files: [name: string, content: string][]): Promise<void> {
  await officer.page
    .getByLabel('选择文件', { exact: true })
    .setInputFiles(files.map(([name, content]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })));
  await officer.page.getByRole('button', { name: '导入', exact: true }).click();
}

const said = (): Promise<string[]> => officer.page.getByRole('alert').allInnerTexts();

test('a large file is seen being read, checked and saved', async () => {
  const { page } = officer;
  await page.evaluate(`
    globalThis.seen = new Set();
    new MutationObserver(() => {
      const bar = document.querySelector('progress');
      const step = document.querySelector('[role=status]#import-step')?.textContent.trim();
      if (bar && step) seen.add(step).add(bar.position > 0 && bar.position < 1 ? 'under way' : 'elsewhere');
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  `);
  const rows = Array.from({ length: ROWS }, (_, no) => `HZ-N${no},第${no}新单位,New ${no},,department,no,,,`);
  await send(['units.csv', [UNITS, ...rows].join('\n')]);
  await page.getByText('导入完成，用时').waitFor();
  const seen = await page.evaluate<string[]>('[...seen]');
  expect(seen).toEqual(
    expect.arrayContaining(['正在读取 units.csv', '正在核对 units.csv', '正在写入 units.csv', 'under way']),
  );
  expect(await page.getByRole('progressbar').count()).toBe(0);
  expect(await page.getByRole('row', { name: /^units\.csv/ }).innerText()).toContain(ROWS.toLocaleString('en'));
});

test('a file that is too large is refused in words', async () => {
  await send(['units.csv', 'a'.repeat(20 * 1024 * 1024 + 1)]);
  await officer.page.getByRole('alert').waitFor();
  expect(await said()).toEqual([expect.stringContaining('“units.csv”超过 20 MB')]);
});

describe('while it goes on', () => {
  let slow: SlowImport;
  const at = (step: string, file: string, rows: number, of: number | null) => ({ progress: { step, file, rows, of } });
  const halfWay = [
    at('read', 'units.csv', 1_204, 1_204),
    at('check', 'units.csv', 1_204, 1_204),
    at('read', 'kpi.csv', 9_000, 9_000),
    at('check', 'kpi.csv', 3_000, 9_000),
  ];

  beforeEach(async () => {
    slow = await SlowImport.open(officer);
  });
  afterEach(() => slow.close());

  async function sendHalfWay(): Promise<void> {
    const answered = officer.page.waitForRequest('**/api/imports');
    await send(['units.csv', UNITS], ['kpi.csv', 'kpi_no']);
    await (await answered).response();
    slow.tell(...halfWay);
    await officer.page.getByText('正在核对 kpi.csv').waitFor();
  }

  test('the page says how far every file is, to everybody', async () => {
    await sendHalfWay();
    const { page } = officer;
    const bar = page.getByRole('progressbar', { name: '正在核对 kpi.csv' });
    expect(await bar.evaluate((one: { position: number }) => one.position)).toBeCloseTo(1 / 3);
    await page.getByText('3000 / 9000 行').waitFor();
    const flaws: string[] = [];
    for (const language of ['zh', 'en'] as const) {
      await officer.read(language);
      for (const [name, size] of [
        ['wide', WIDE],
        ['narrow', NARROW],
      ] as const) {
        await officer.resize(size);
        await keepPicture(page, `import-running-${language}-${name}`);
        flaws.push(...(await flawsOf(page, language, 'import')).map((flaw) => `${language} ${name}: ${flaw}`));
      }
    }
    expect([...flaws, ...officer.complaints]).toEqual([]);
  });

  test.each<[string, () => void]>([
    ['is cut', () => slow.cut()],
    ['ends before the result', () => slow.stop()],
  ])('a connection that %s is told at once, and another try works', async (_, end) => {
    await sendHalfWay();
    end();
    await officer.page.getByRole('alert').waitFor();
    expect(await said()).toEqual([expect.stringContaining('连接中断，没有收到导入结果')]);
    expect(await officer.page.getByRole('progressbar').count()).toBe(0);
    await officer.page.unroute('**/api/imports');
    await officer.page.getByRole('button', { name: '重试' }).click();
    await officer.page.getByText('没有导入任何数据').waitFor();
  });

  test('a connection that falls silent does not leave the page waiting', async () => {
    await officer.page.clock.install();
    await sendHalfWay();
    await officer.page.clock.runFor(29_000);
    expect(await said()).toEqual([]);
    slow.tell(at('check', 'kpi.csv', 4_000, 9_000));
    await officer.page.getByText('4000 / 9000 行').waitFor();
    await officer.page.clock.runFor(1_500);
    expect(await said()).toEqual([]);
    await officer.page.clock.runFor(31_000);
    await officer.page.getByRole('alert').waitFor();
    expect(await said()).toEqual([expect.stringContaining('连接中断')]);
  });

  test('a refusal that comes late is shown as any other', async () => {
    await sendHalfWay();
    const detail = { zh: '现在不能导入，请稍后再试。', en: 'Nothing can be imported now. Try again later.' };
    slow.tell({ problem: { type: 'x', title: 'x', status: 503, code: 'import.later', detail, correlationId: 'x' } });
    await officer.page.getByRole('alert').waitFor();
    expect(await said()).toEqual([expect.stringContaining(detail.zh)]);
  });
});
