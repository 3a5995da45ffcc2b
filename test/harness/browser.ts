import { chromium, type Browser } from 'playwright-core';
import { testRun } from './test-run.js';

/** A quiet browser: no sandbox where there is no user for it, no calls home. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the run's Chromium; close it when the spec file is done. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: testRun.chromium, args: flags });
}
