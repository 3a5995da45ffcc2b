import { Injectable } from '@nestjs/common';
import { Database, MicroBatch, type Sql } from '#platform';
import type { InstanceStatus, LoadedInstance, StepResult } from './commands.js';
import { DefinitionLibrary } from './definition-library.js';
import type { ChildrenRun } from './parentage.js';

/** What a command finds: its instance, and what its key was answered before. */
export interface Found {
  instance: LoadedInstance | null;
  answered: { hash: string; answer: StepResult } | null;
}

interface Wanted {
  tenantId: string;
  instanceId: string;
  key: string | null;
}

interface Row {
  instance_id: string | null;
  tenant_id: string;
  workflow: string;
  version: number;
  title_zh: string;
  title_en: string;
  unit_id: string | null;
  record_id: string | null;
  states: string[];
  value: unknown;
  history: Record<string, unknown>;
  subject: Record<string, unknown>;
  revision: number;
  status: InstanceStatus;
  suspended_at: Date | null;
  started_at: Date;
  parent_id: string | null;
  parent_state: string | null;
  parent_entry: number | null;
  child_no: number | null;
  children: Record<string, ChildrenRun>;
  key_hash: string | null;
  key_answer: StepResult;
}

const INSTANCE = `i.instance_id, i.tenant_id, i.workflow, i.version, i.title_zh, i.title_en, i.unit_id, i.record_id, i.states, i.value,
  i.history, i.subject, i.revision, i.status, i.suspended_at, i.started_at, i.parent_id, i.parent_state, i.parent_entry, i.child_no, i.children`;

/** `OFFSET 0` keeps the planner from any join that reads a whole table, however small it was when the plan was made. */
const MANY = `
  SELECT ${INSTANCE}, c.hash AS key_hash, c.answer AS key_answer
  FROM unnest($1::uuid[], $2::uuid[], $3::text[]) WITH ORDINALITY AS q(tenant_id, instance_id, key, no)
  LEFT JOIN LATERAL (SELECT * FROM instances WHERE instance_id = q.instance_id AND tenant_id = q.tenant_id OFFSET 0) i ON true
  LEFT JOIN LATERAL (SELECT hash, answer FROM commands WHERE tenant_id = q.tenant_id AND key = q.key OFFSET 0) c ON true
  ORDER BY q.no`;

const LOCKED = `
  SELECT ${INSTANCE}, NULL AS key_hash, NULL AS key_answer FROM instances i WHERE i.tenant_id = $1 AND i.instance_id = $2 FOR UPDATE`;

/** Reads instances for commands: those of many commands together, or one under its lock. */
@Injectable()
export class InstanceLoader {
  readonly #batch = new MicroBatch<Wanted, Row>((wanted) => this.#read(wanted), { lanes: 2, most: 256 });
  readonly #background = new MicroBatch<Wanted, Row>((wanted) => this.#read(wanted), { lanes: 1, most: 128 });

  constructor(
    private readonly database: Database,
    private readonly definitions: DefinitionLibrary,
  ) {}

  /** The instance as it stands, without a lock. */
  async find(wanted: Wanted, isBackground: boolean): Promise<Found> {
    const row = await (isBackground ? this.#background : this.#batch).add(wanted);
    return {
      instance: row.instance_id === null ? null : await this.#loaded(row, this.database),
      answered: row.key_hash === null ? null : { hash: row.key_hash, answer: row.key_answer },
    };
  }

  /** The instance under its lock, until the transaction ends. */
  async lock(sql: Sql, tenantId: string, instanceId: string): Promise<LoadedInstance | null> {
    const [row] = await sql.prepared<Row>(LOCKED, [tenantId, instanceId]);
    return row ? this.#loaded(row, sql) : null;
  }

  #read(wanted: Wanted[]): Promise<Row[]> {
    return this.database.prepared<Row>(MANY, [
      wanted.map((one) => one.tenantId),
      wanted.map((one) => one.instanceId),
      wanted.map((one) => one.key),
    ]);
  }

  async #loaded(row: Row, sql: Sql): Promise<LoadedInstance> {
    return {
      instanceId: row.instance_id ?? '',
      tenantId: row.tenant_id,
      workflow: row.workflow,
      version: row.version,
      title: { zh: row.title_zh, en: row.title_en },
      unitId: row.unit_id,
      recordId: row.record_id,
      states: row.states,
      revision: row.revision,
      status: row.status,
      suspendedAt: row.suspended_at,
      startedAt: row.started_at,
      parent:
        row.parent_id === null
          ? null
          : {
              instanceId: row.parent_id,
              state: row.parent_state ?? '',
              entry: row.parent_entry ?? 0,
              no: row.child_no ?? 0,
            },
      children: row.children,
      position: { value: row.value, history: row.history, subject: row.subject },
      chart: await this.definitions.chart(row.tenant_id, row.workflow, row.version, sql),
    };
  }
}
