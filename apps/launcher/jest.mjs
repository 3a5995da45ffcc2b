import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inCheckout, root } from './checkout.mjs';
import { filesUnder } from './prepare/fingerprint.mjs';
import { plainEnvironment, runShown } from './processes.mjs';

const dist = inCheckout('dist');
const jest = inCheckout('node_modules', 'jest', 'bin', 'jest.js');
const esm = '--experimental-vm-modules --disable-warning=ExperimentalWarning';

/** The compiled specs, by their path under dist; with filters, those whose path holds one of them. */
export function compiledSpecs(filters) {
  const wanted = filters.map((filter) => filter.replace(/^(\.\/)?(dist\/)?/, '').replace(/\.ts$/, '.js'));
  return ['apps', 'libs', 'test']
    .flatMap((place) => filesUnder(path.join(dist, place)))
    .map((file) => path.relative(dist, file))
    .filter((file) => file.endsWith('.spec.js'))
    .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)));
}

/** Runs specs with Jest, its report shown; resolves to the counts `{ passed, failed, skipped }`. */
export async function runJest(name, specs, { flags = [], env = {} } = {}) {
  const results = path.join(dist, `${name}-results.json`);
  rmSync(results, { force: true });
  const matches = specs.map((spec) => `**/dist/${spec}`);
  const report = ['--json', `--outputFile=${results}`];
  const code = await runShown(process.execPath, [jest, ...report, ...flags, '--testMatch', ...matches], {
    cwd: root,
    env: { ...plainEnvironment(), NODE_OPTIONS: esm, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return counts(results, code);
}

/** A spec file that does not load, or a Jest that fails without saying why, counts as one failure. */
function counts(results, code) {
  if (!existsSync(results)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(results, 'utf8'));
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: code === 0 ? failed : Math.max(failed, 1),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
