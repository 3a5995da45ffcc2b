import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { installPeer } from '../peers.js';
import type { BenchRun } from '../run.js';
import type { ApprovalSettings } from './approvals.js';
import { openProcess } from './process-subject.js';
import { LeftOut, type Subject } from './subject.js';

const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** A peer that runs on Node: its packages are installed the first time, and never among the product's own. */
export async function openPeer(run: BenchRun, name: string, settings: ApprovalSettings): Promise<Subject> {
  const folder = await installPeer(run, name, ['package.json'], {
    program: 'npm',
    parameters: ['install', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'],
  });
  const { dependencies } = manifest.parse(JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')));
  Object.assign(run.versions, dependencies);
  const module = pathToFileURL(path.join(folder, 'approvals.mjs')).href;
  try {
    return await openProcess(name, module, { ...settings, folder });
  } catch (error) {
    // A peer that does not come up here is left out; the others are still measured.
    throw new LeftOut(error instanceof Error ? error.message : String(error));
  }
}
