import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { latenciesOf } from '../latencies.js';
import type { Measured, Round } from '../load.js';
import type { StockBySql } from './process-subject.js';
import type { Origin } from './origin.js';
import { stepSql } from './row-sql.js';
import { LeftOut, type Subject } from './subject.js';

type Shape = 'cte' | 'statements';

/** The version of pgbench on this machine. */
export async function pgbenchVersion(): Promise<string> {
  const { code, output } = await runPgbench(['--version'], tmpdir()).catch(() => ({ code: 1, output: '' }));
  if (code !== 0) throw new LeftOut('本机没有 pgbench（PostgreSQL 客户端工具） · pgbench is not on this machine');
  return output.trim();
}

/** PostgreSQL's own load generator doing the row writes that the product was seen to do, with a commit for every step. */
export function pgbenchSubject(shape: Shape, databaseUrl: string, origin: Origin, bySql: StockBySql): Subject {
  const { script, variables } = scriptOf(shape, origin);
  return {
    name: `pgbench-${shape}`,
    databaseUrl,
    stock: (count) => bySql.stock(count, () => Promise.resolve()),
    round: (round) => measure(databaseUrl, script, variables, round),
    stepsWritten: () => bySql.stepsWritten(),
    processes: null,
    close: () => Promise.resolve(),
  };
}

/**
 * A script of which every run is one step: the office's of the next case, then the leader's of the same. All values that
 * a step writes are sent with it, as a client of the database would.
 */
export function scriptOf(shape: Shape, origin: Origin): { script: string; variables: Record<string, string> } {
  const variables: Record<string, string> = {};
  const names = new Map<string, string>();
  const constant = (value: string, type: string): string => {
    const name = names.get(value) ?? `v${names.size}`;
    names.set(value, name);
    variables[name] = value;
    return `:${name}::${type}`;
  };
  const branch = (who: 'office' | 'leader'): string => {
    const writing = { tables: origin.tables, ids: origin.ids, stock: 'office' as const, n: ':n::bigint', constant };
    const { moved, rest } = stepSql(writing, origin.steps[who]);
    if (shape === 'statements')
      return ['BEGIN', moved, ...rest.map((write) => write('')), 'COMMIT']
        .map((statement) => `${statement};`)
        .join('\n');
    const parts = rest.map((write, index) => `w${index} AS (${write('moved')})`);
    return `WITH moved AS (${moved} RETURNING 1), ${parts.join(', ')} SELECT count(*) FROM moved;`;
  };
  const script = [
    String.raw`\set k :k + 1`,
    String.raw`\set n (:k / 2 - 1) * :clients + :client_id + 1`,
    String.raw`\if :k % 2 = 0`,
    branch('office'),
    String.raw`\else`,
    branch('leader'),
    String.raw`\endif`,
  ].join('\n');
  return { script: `${script}\n`, variables };
}

async function measure(
  databaseUrl: string,
  script: string,
  variables: Record<string, string>,
  round: Round,
): Promise<Measured> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kaoping-pgbench-'));
  try {
    await writeFile(path.join(folder, 'steps.sql'), script);
    const values = { ...variables, k: '1', clients: String(round.clients) };
    const parameters = [
      ...['-n', '-M', 'prepared', '-f', 'steps.sql', '-l', '--log-prefix=steps'],
      ...['-c', String(round.clients), '-j', String(Math.min(2, round.clients))],
      ...['-T', String(Math.ceil(round.warmSeconds + round.seconds))],
      ...Object.entries(values).flatMap(([name, value]) => ['-D', `${name}=${value}`]),
      databaseUrl,
    ];
    const { code, output } = await runPgbench(parameters, folder);
    if (code !== 0 || output.includes('aborted')) throw new Error(`pgbench ended with ${code}: ${output.slice(-2000)}`);
    return measuredOf(await readLog(folder), round);
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Logged {
  endedAtMs: number;
  tookMs: number;
}

/** pgbench's log: client, number, microseconds, script, and when it ended as seconds and microseconds. */
async function readLog(folder: string): Promise<Logged[]> {
  const files = (await readdir(folder)).filter((name) => name.startsWith('steps.') && name !== 'steps.sql');
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.flatMap((text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ').map(Number))
      .map(([, , took = 0, , seconds = 0, micros = 0]) => ({
        endedAtMs: seconds * 1000 + micros / 1000,
        tookMs: took / 1000,
      })),
  );
}

function measuredOf(steps: Logged[], round: Round): Measured {
  const began = steps.reduce((first, step) => Math.min(first, step.endedAtMs - step.tookMs), Infinity);
  const from = began + round.warmSeconds * 1000;
  const until = from + round.seconds * 1000;
  const counted = steps.filter(({ endedAtMs }) => endedAtMs >= from && endedAtMs < until).map(({ tookMs }) => tookMs);
  return { acts: counted.length, allActs: steps.length, rate: counted.length / round.seconds, ...latenciesOf(counted) };
}

async function runPgbench(parameters: string[], cwd: string): Promise<{ code: number; output: string }> {
  const child = spawn('pgbench', parameters, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}
