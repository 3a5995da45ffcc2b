import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { testRun } from '../harness/test-run.js';

/** Keeps a picture of the whole page where the run has a folder for pictures. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const { screenshots } = testRun;
  if (screenshots === null) return;
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
}
