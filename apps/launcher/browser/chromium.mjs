import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inCheckout, root } from '../checkout.mjs';
import { plainEnvironment, runKept } from '../processes.mjs';
import { shown } from '../progress.mjs';
import { Stopped } from '../stopped.mjs';
import { givenChromium } from '../settings.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const playwright = inCheckout('node_modules', 'playwright-core', 'cli.js');

/** The path of a Chromium that runs: the one named, the system's, Playwright's, else one installed now. */
export async function findChromium() {
  if (givenChromium) {
    if (await runs(givenChromium)) return givenChromium;
    throw new Stopped(
      `CHROME_PATH 指向的 ${givenChromium} 无法运行：请改正或取消 CHROME_PATH`,
      `CHROME_PATH names ${givenChromium}, which does not run: mend or unset CHROME_PATH`,
    );
  }
  return (await present()) ?? (await installed());
}

/** Chinese text needs glyphs: on Debian as root a missing font is installed. */
export async function ensureChineseFont() {
  const { code, output } = await runKept('fc-list', [':lang=zh']);
  if (code === 0 && output.trim() !== '') return;
  if (isDebianAsRoot())
    await shown('正在安装中文字体', 'installing a Chinese font', () => aptInstall('fonts-noto-cjk'));
}

async function present() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  for (const candidate of [...candidates, await playwrightsOwn()]) {
    if (existsSync(candidate) && (await runs(candidate))) return candidate;
  }
  return undefined;
}

async function installed() {
  let output = '';
  for (const install of isDebianAsRoot() ? [byApt, byPlaywright] : [byPlaywright]) {
    output += await shown('正在安装 Chromium', 'installing Chromium', install);
    const found = await present();
    if (found) return found;
  }
  throw new Stopped(
    '浏览器测试需要 Chromium，但无法自动安装：请安装 chromium 或 google-chrome，或用 CHROME_PATH 指定它的路径',
    'the browser tests need a Chromium and none could be installed: install chromium or google-chrome, or name its path in CHROME_PATH',
    output,
  );
}

const byApt = () => aptInstall('chromium', 'fonts-noto-cjk');

async function byPlaywright() {
  const flags = ['install', ...(isAptAsRoot() ? ['--with-deps'] : []), 'chromium'];
  const options = { cwd: root, env: plainEnvironment() };
  return (await runKept(process.execPath, [playwright, ...flags], options)).output;
}

async function playwrightsOwn() {
  const { chromium } = await import('playwright-core');
  return chromium.executablePath();
}

/** Ubuntu's `chromium-browser` may be a stub that only names a snap: what does not answer does not count. */
async function runs(program) {
  return (await runKept(program, ['--version', '--no-sandbox'])).code === 0;
}

async function aptInstall(...packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = await runKept('apt-get', ['update'], { env });
  const install = await runKept('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
  return update.output + install.output;
}

const isDebianAsRoot = () => isAptAsRoot() && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
const isAptAsRoot = () => process.getuid() === 0 && existsSync('/usr/bin/apt-get') && existsSync('/etc/os-release');
