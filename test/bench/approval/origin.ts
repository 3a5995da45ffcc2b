import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Post, WorkflowDefinition } from '#contracts';
import { DefinitionLibrary, Engine, type Actor } from '#engine';
import { Clock, Database } from '#platform';
import { Answers, type Reader } from '#tasks';
import { createApp } from '../../../apps/api/src/app.js';
import { readConfig } from '../../../apps/api/src/config.js';
import { migrate } from '../../../apps/api/src/database.js';
import { HomeTenant } from '../../../apps/api/src/home-tenant.js';
import { SampleTenant } from '../../../apps/api/src/sample/sample-tenant.js';
import { Settings } from '../../../apps/api/src/settings.js';
import { createDatabase } from '../cluster.js';
import type { BenchRun } from '../run.js';
import { Recorder, type RecordedStep, type RowImage, type Table } from './recording.js';

/** What is approved: the matter of every case of the bench, about as large as a real one. */
export const matter = {
  year: 2017,
  target:
    '全年环境空气质量优良天数比例达到百分之七十以上，细颗粒物年均浓度较上年下降百分之五，完成重点行业挥发性有机物治理项目三百个。',
  basis: '市大气污染防治行动计划实施方案；省对市环境保护目标责任书；市委市政府年度重点工作任务分解。',
  weight: 8,
};
export const opinion = '经审核，目标设置合理，依据充分，同意。';
export const answers = {
  office: { outcome: 'pass', revision: 1, opinion, data: { officeView: '与上年完成情况和上级下达任务一致，可考核。' } },
  leader: { outcome: 'approve', revision: 2, opinion, data: { signed: true } },
};
export const WORKFLOW = 'bench-approval';
export const OFFICER = 'hz-kpb.officer1';
export const LEADER = 'hz-szf.leader1';

/** The product's database with its sample tenant and the approval, and what the approval's steps wrote in it. */
export interface Origin {
  database: string;
  tenantId: string;
  officer: Reader;
  leader: Reader;
  tables: readonly Table[];
  steps: Record<'start' | 'office' | 'leader', RecordedStep>;
  /** Ids of the recorded case; the place is the kind. */
  ids: string[];
  kinds: { instance: number; officeTask: number; leaderTask: number };
}

/** Name of the database that the others are copied from. */
export const ORIGIN = 'bench_origin';
const PREPARING =
  '准备：产品的一件审批逐步办理，记下每步写了哪些行 · preparing: one approval step by step, recording the rows of each';
const definitionFile = fileURLToPath(new URL('../../../../test/bench/approval/approval.json', import.meta.url));

let prepared: Promise<Origin> | null = null;

/** The origin of this run, prepared by the first that asks. */
export function originOf(run: BenchRun): Promise<Origin> {
  if (!prepared) run.say(PREPARING);
  prepared ??= prepare(run.databaseUrl);
  return prepared;
}

/** A fresh database with the product, its sample tenant and the approval. */
export async function copyOfProduct(run: BenchRun, name: string): Promise<string> {
  const { database } = await originOf(run);
  return createDatabase(run.databaseUrl, `bench_${name}`, database);
}

/** Sets the product up in a database of its own, carries one case through, and records what each step wrote. */
async function prepare(url: string): Promise<Origin> {
  const databaseUrl = await createDatabase(url, ORIGIN);
  await migrate(databaseUrl);
  const settings = new Settings(
    readConfig({ DATABASE_URL: databaseUrl, PORT: '0', ROLE: 'api', SAMPLE: 'hangzhou', LOG_LEVEL: 'error' }),
  );
  const app = await createApp(settings);
  try {
    await app.get(SampleTenant).load(() => undefined);
    const database = app.get(Database);
    const tenantId = await app.get(HomeTenant).id();
    const definition = JSON.parse(await readFile(definitionFile, 'utf8')) as WorkflowDefinition;
    const at = app.get(Clock).now();
    await database.transaction((sql) => app.get(DefinitionLibrary).publish(sql, tenantId, definition, at));
    const officer = await readerOf(database, tenantId, OFFICER);
    const leader = await readerOf(database, tenantId, LEADER);

    const recorder = await Recorder.over(databaseUrl);
    const keys = { start: randomUUID(), office: randomUUID(), leader: randomUUID() };
    const command = startCommand(tenantId, actorOf(officer), keys.start);
    await database.transaction((sql) => app.get(Engine).startMany([command], sql));
    const start = await recorder.step();
    await app.get(Answers).answer(officer, taskIn(start), answers.office, commandKey(officer, keys.office));
    const office = await recorder.step();
    await app.get(Answers).answer(leader, taskIn(office), answers.leader, commandKey(leader, keys.leader));
    const steps = { start, office, leader: await recorder.step() };

    const ids = [...new Set([...newIds(recorder.tables, Object.values(steps)), ...Object.values(keys)])];
    const kindOf = (id: string | undefined): number => ids.indexOf(id ?? '');
    return {
      database: ORIGIN,
      tenantId,
      officer,
      leader,
      tables: recorder.tables,
      steps,
      ids,
      kinds: {
        instance: kindOf(idIn(start, 'instances', 'instance_id')),
        officeTask: kindOf(taskIn(start)),
        leaderTask: kindOf(taskIn(office)),
      },
    };
  } finally {
    await app.close();
  }
}

export function startCommand(tenantId: string, actor: Actor, key: string): Parameters<Engine['startMany']>[0][number] {
  return {
    tenantId,
    workflow: WORKFLOW,
    title: { zh: '市环保局二〇一七年度空气质量目标', en: 'Air quality target 2017, Environmental Protection' },
    unitId: null,
    recordId: null,
    subject: matter,
    actor,
    key,
  };
}

/** A command's key and hash, as long as those that come by HTTP. */
export function commandKey(reader: Reader, key: string): { key: string; hash: string } {
  return { key: `${reader.accountId}:${key}`, hash: '0'.repeat(64) };
}

export function actorOf(reader: Reader): Actor {
  const [holding] = reader.holdings;
  return { accountId: reader.accountId, post: holding?.post ?? null, unitId: holding?.unitId ?? null };
}

async function readerOf(database: Database, tenantId: string, account: string): Promise<Reader> {
  const rows = await database.query<{ account_id: string; post: Post; unit_id: string }>(
    `SELECT account_id, post, unit_id FROM accounts JOIN post_holdings USING (account_id) WHERE account = $1`,
    [account],
  );
  const [first] = rows;
  if (!first) throw new Error(`the sample has no account ${account}`);
  const holdings = rows.map(({ post, unit_id }) => ({ post, unitId: unit_id }));
  return { tenantId, accountId: first.account_id, holdings };
}

function idIn(step: RecordedStep, table: string, column: string): string | undefined {
  return step.inserted.find((image) => image.table === table)?.row[column];
}

function taskIn(step: RecordedStep): string {
  const id = idIn(step, 'tasks', 'task_id');
  if (id === undefined) throw new Error('the step opened no task');
  return id;
}

/** The ids that the case brought with it: keys of its rows, other than the tenant's. */
function newIds(tables: readonly Table[], steps: readonly RecordedStep[]): string[] {
  const ownKeys = ({ table: name, row }: RowImage): string[] => {
    const table = tables.find((one) => one.name === name);
    return (table?.key ?? [])
      .filter((column) => column !== 'tenant_id' && table?.columns[column] === 'uuid')
      .flatMap((column) => row[column] ?? []);
  };
  return steps.flatMap((step) => step.inserted.flatMap(ownKeys));
}
