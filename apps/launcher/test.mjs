import { ensureChineseFont, findChromium } from './browser/chromium.mjs';
import { run, tell } from './command.mjs';
import { forgetful } from './database/cluster-settings.mjs';
import { openTemporaryDatabase } from './database/temporary-database.mjs';
import { compiledSpecs, runJest } from './jest.mjs';
import { lint } from './lint.mjs';
import { buildWhatChanged } from './prepare/build.mjs';
import { onPinnedNode } from './prepare/pinned-node.mjs';
import { heading } from './progress.mjs';
import { Stopped } from './stopped.mjs';
import { stopping } from './stopping.mjs';

const filters = process.argv.slice(2);
const nothing = { passed: 0, failed: 0, skipped: 0 };
const isInBrowser = (spec) => spec.startsWith('test/browser/');

await run(() => onPinnedNode(test));

async function test() {
  const build = await part('构建', 'build', async () => {
    await buildWhatChanged();
    return nothing;
  });
  const outcomes = build.failed > 0 ? [build] : await afterBuild();
  return conclude(outcomes);
}

async function afterBuild() {
  const specs = compiledSpecs(filters);
  if (specs.length === 0) return [told(new Stopped('没有符合的测试文件', 'no spec file matches'))];
  const lintOutcome = async () => ({ ...nothing, failed: await lint() });
  const outcomes = filters.length === 0 ? [await part('检查', 'check', lintOutcome)] : [];
  return [...outcomes, ...(await onTemporaryDatabase((env) => runSpecs(specs, env)))];
}

async function onTemporaryDatabase(work) {
  const database = await openTemporaryDatabase(forgetful).catch(told);
  if (!database.url) return [database];
  try {
    return await work({ KAOPING_TEST_DATABASE_URL: database.url });
  } finally {
    await database.close();
  }
}

async function runSpecs(specs, env) {
  const browser = specs.filter(isInBrowser);
  const server = specs.filter((spec) => !isInBrowser(spec));
  const outcomes = [];
  if (server.length > 0) {
    outcomes.push(await part('单元与 HTTP 测试', 'unit and HTTP tests', () => runJest('server', server, { env })));
  }
  if (browser.length > 0) outcomes.push(await part('浏览器测试', 'browser tests', () => runInBrowser(browser, env)));
  return outcomes;
}

async function runInBrowser(specs, env) {
  const chromium = await findChromium();
  await ensureChineseFont();
  return runJest('browser', specs, { flags: ['--maxWorkers=1'], env: { ...env, CHROME_PATH: chromium } });
}

/** A part that cannot even run is told and counts as one failure; the parts after it still run, unless asked to stop. */
async function part(zh, en, work) {
  return stopping.aborted ? { ...nothing, failed: 1 } : heading(zh, en, work).catch(told);
}

function told(error) {
  tell(error);
  return { ...nothing, failed: 1 };
}

/** The last line stands alone, for people and for machines. */
function conclude(outcomes) {
  const total = (kind) => outcomes.reduce((sum, outcome) => sum + outcome[kind], 0);
  process.stdout.write(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped\n`);
  return total('failed') === 0 && total('passed') > 0 ? 0 : 1;
}
