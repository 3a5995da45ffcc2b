import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { inCheckout, root } from '../checkout.mjs';
import { plainEnvironment, runKept } from '../processes.mjs';
import { shown } from '../progress.mjs';
import { Stopped } from '../stopped.mjs';
import { alone } from './alone.mjs';
import { filesUnder, fingerprint, isStamped, writeStamp } from './fingerprint.mjs';

const server = {
  zh: '构建服务端',
  en: 'building the server',
  stamp: inCheckout('dist', '.server-built'),
  sources: ['apps/api', 'apps/inbox', 'libs', 'test', 'tsconfig.json', 'package.json', 'package-lock.json'],
  command: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
};

const webApp = {
  zh: '构建网页端',
  en: 'building the web app',
  stamp: inCheckout('dist', '.web-app-built'),
  sources: [
    'apps/inbox',
    'libs/contracts',
    'libs/statechart',
    'libs/calendar',
    'angular.json',
    'tsconfig.json',
    'package.json',
    'package-lock.json',
  ],
  command: ['node_modules/@angular/cli/bin/ng.js', 'build', '--progress=false'],
};

/** Builds the parts of which a source, the settings or a dependency changed. */
export async function buildWhatChanged() {
  const built = await Promise.all([server, webApp].map((part) => isStamped(part.stamp, fingerprint(part.sources))));
  if (built.every(Boolean)) return;
  await alone(async () => {
    const results = await Promise.allSettled([server, webApp].map(buildUnlessDone));
    const failure = results.find(({ status }) => status === 'rejected');
    if (failure) throw failure.reason;
  });
}

async function buildUnlessDone(part) {
  const print = fingerprint(part.sources);
  if (await isStamped(part.stamp, print)) return;
  await shown(`正在${part.zh}`, part.en, () => build(part));
  await writeStamp(part.stamp, print);
}

async function build(part) {
  if (part === server) await removeOrphans();
  const env = { ...plainEnvironment(), NG_CLI_ANALYTICS: 'false', NO_COLOR: '1' };
  const { code, output } = await runKept(process.execPath, part.command, { cwd: root, env });
  if (code !== 0) throw new Stopped(`${part.zh}失败`, `${part.en} failed`, output);
}

/** tsc leaves the output of deleted sources behind: a removed spec would run for ever. */
async function removeOrphans() {
  const outputs = ['apps/api', 'apps/inbox', 'libs', 'test'].flatMap((place) => filesUnder(inCheckout('dist', place)));
  for (const file of outputs.filter((name) => /\.js(\.map)?$/.test(name))) {
    const source = path.relative(inCheckout('dist'), file).replace(/\.js(\.map)?$/, '.ts');
    if (!existsSync(inCheckout(source))) await rm(file);
  }
}
