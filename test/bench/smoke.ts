import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { InboxPage } from '#contracts';
import { Engine, SYSTEM } from '#engine';
import { Database } from '#platform';
import { HomeTenant } from '../../apps/api/src/home-tenant.js';
import { Office, type Person } from '../http/office.js';

const OPEN_TASKS = 100_000;
const BATCH = 5_000;
const PAGES = 300;
const STEP_SECONDS = 5;
const CLIENTS = 8;

/** The p-th quantile of some durations, in milliseconds. */
function quantile(durations: number[], p: number): string {
  const sorted = [...durations].sort((one, other) => one - other);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0).toFixed(1);
}

function report(what: string, figures: string): void {
  process.stdout.write(`${what.padEnd(46)} ${figures}\n`);
}

async function fill(office: Office): Promise<void> {
  const engine = office.app.get(Engine);
  const database = office.app.get(Database);
  const tenantId = await office.app.get(HomeTenant).id();
  const began = performance.now();
  for (let from = 0; from < OPEN_TASKS; from += BATCH) {
    const commands = Array.from({ length: BATCH }, (_, index) => ({
      tenantId,
      workflow: 'opinion-rectification',
      title: { zh: `压测意见第 ${from + index} 号`, en: `Benchmark opinion no. ${from + index}` },
      unitId: null,
      recordId: null,
      subject: {
        year: 2017,
        opinionNo: from + index,
        text: '压测',
        source: 'survey',
        kind: 'ordinary',
        leadUnitId: null,
        coopUnitIds: [],
      },
      actor: SYSTEM,
      key: randomUUID(),
    }));
    await database.transaction((sql) => engine.startMany(commands, sql));
  }
  const seconds = (performance.now() - began) / 1000;
  await database.query('VACUUM ANALYZE');
  report(`${OPEN_TASKS} 件立项 · cases started`, `${seconds.toFixed(1)} s, ${Math.round(OPEN_TASKS / seconds)}/s`);
}

async function pages(officer: Person, query: string): Promise<number[]> {
  const durations: number[] = [];
  let cursor = '';
  for (let turn = 0; turn < PAGES; turn += 1) {
    const began = performance.now();
    const { status, body } = await officer.get<InboxPage>(
      `/api/inbox?limit=50&${query}${cursor && `&cursor=${cursor}`}`,
    );
    durations.push(performance.now() - began);
    if (status !== 200) throw new Error(JSON.stringify(body));
    cursor = turn % 10 === 9 ? '' : (body.nextCursor ?? '');
  }
  return durations;
}

async function steps(officer: Person): Promise<{ rate: number; durations: number[] }> {
  const { body } = await officer.get<InboxPage>('/api/inbox?limit=200');
  let rows = body.rows;
  let cursor = body.nextCursor;
  const durations: number[] = [];
  const until = performance.now() + STEP_SECONDS * 1000;
  const client = async (): Promise<void> => {
    while (performance.now() < until) {
      const row = rows.pop();
      if (!row) {
        const next = await officer.get<InboxPage>(`/api/inbox?limit=200&cursor=${cursor ?? ''}`);
        if (rows.length === 0) {
          rows = next.body.rows;
          cursor = next.body.nextCursor;
        }
        continue;
      }
      const began = performance.now();
      const reply = await officer.post(`/api/tasks/${row.taskId ?? ''}/answer`, {
        outcome: 'importDone',
        revision: row.revision,
      });
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
      durations.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { rate: durations.length / STEP_SECONDS, durations };
}

const office = await Office.open();
try {
  await fill(office);
  const officer = await office.person('hz-kpb.officer1');
  await pages(officer, 'tab=todo');
  for (const [what, query] of [
    ['待办 · inbox', 'tab=todo'],
    ['待办，按环节 · inbox by state', 'tab=todo&workflow=opinion-rectification&state=collected'],
    ['待办，搜索 · inbox, searched', `tab=todo&q=${encodeURIComponent('第 99')}`],
  ] as const) {
    const durations = await pages(officer, query);
    report(
      `${what}, ${OPEN_TASKS} open`,
      `p50 ${quantile(durations, 0.5)} ms, p95 ${quantile(durations, 0.95)} ms, p99 ${quantile(durations, 0.99)} ms`,
    );
  }
  const { rate, durations } = await steps(officer);
  report(
    `办理，HTTP，${CLIENTS} 路 · steps by HTTP, ${CLIENTS} clients`,
    `${Math.round(rate)}/s, p50 ${quantile(durations, 0.5)} ms, p95 ${quantile(durations, 0.95)} ms`,
  );
  report('内存 · memory (client and server in one process)', `${Math.round(process.memoryUsage().rss / 1e6)} MB RSS`);
} finally {
  await office.close();
}
