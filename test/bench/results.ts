import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { resultRow } from './result-row.js';
import type { BenchRun } from './run.js';
import { writeTidy } from '../harness/tidy-file.js';

const results = z.object({
  measuredAt: z.string(),
  /** When each work was measured last. */
  works: z.record(z.string(), z.string()),
  machine: z.record(z.string(), z.string()),
  versions: z.record(z.string(), z.string()),
  /** Subjects that could not run here, and why. */
  leftOut: z.record(z.string(), z.string()),
  rows: z.array(resultRow),
});

export type Results = z.infer<typeof results>;

/** Where the figures and their page stand. */
export const benchFolder = fileURLToPath(new URL('../../../docs/bench/', import.meta.url));
const file = `${benchFolder}results.json`;
const securityFile = `${benchFolder}security.json`;
/** Works of `security`: their figures stand in a file of their own. */
const OF_SECURITY = new Set(['audit', 'sign-in', 'permission']);

/** The figures of the last run; none where there was none. */
export function lastResults(): Promise<Results | null> {
  return read(file);
}

/** The figures of security of the last run; none where there was none. */
export function lastSecurity(): Promise<Results | null> {
  return read(securityFile);
}

async function read(from: string): Promise<Results | null> {
  const text = await readFile(from, 'utf8').catch(() => null);
  return text === null ? null : results.parse(JSON.parse(text));
}

/** Keeps the figures; works that were not run this time keep those that they had. */
export async function keepResults(
  facts: Pick<Results, 'measuredAt' | 'machine' | 'versions'>,
  run: BenchRun,
): Promise<Results> {
  const rows = run.rows.filter((one) => !OF_SECURITY.has(one.work));
  const last = await lastResults();
  const works = new Set(rows.map((one) => one.work));
  const all: Results = {
    ...facts,
    versions: { ...last?.versions, ...facts.versions, ...run.versions },
    works: { ...last?.works, ...Object.fromEntries([...works].map((work) => [work, facts.measuredAt])) },
    leftOut: works.has('approval') ? run.leftOut : { ...last?.leftOut },
    rows: [...rows, ...(last?.rows ?? []).filter((one) => !works.has(one.work))],
  };
  await mkdir(benchFolder, { recursive: true });
  await writeTidy(file, JSON.stringify(all));
  return all;
}

/** Keeps the figures of security; works that were not run this time keep those that they had. */
export async function keepSecurity(
  facts: Pick<Results, 'measuredAt' | 'machine' | 'versions'>,
  run: BenchRun,
): Promise<void> {
  const rows = run.rows.filter((one) => OF_SECURITY.has(one.work));
  const works = new Set(rows.map((one) => one.work));
  const last = await lastSecurity();
  const all: Results = {
    ...facts,
    works: { ...last?.works, ...Object.fromEntries([...works].map((work) => [work, facts.measuredAt])) },
    leftOut: {},
    rows: [...rows, ...(last?.rows ?? []).filter((one) => !works.has(one.work))],
  };
  await mkdir(benchFolder, { recursive: true });
  await writeTidy(securityFile, JSON.stringify(all));
}
