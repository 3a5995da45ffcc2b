import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database, Foreground, MicroBatch, type Sql } from '#platform';
import { CaseCopies, copyOf, type Copy } from './case-copies.js';
import type { LoadedInstance } from './commands.js';
import { DefinitionLibrary } from './definition-library.js';
import type { InstanceRow } from './instance-row.js';
import type { StepWrite } from './step-write.js';

interface Wanted {
  tenantId: string;
  instanceId: string;
}

/** What a command needs of an instance, read from `instances i`. */
export const INSTANCE_COLUMNS = `i.instance_id, i.tenant_id, i.workflow, i.version, i.title_zh, i.title_en, i.unit_id, i.record_id, i.states, i.value,
  i.history, i.subject, i.revision, i.status, i.suspended_at, i.started_at, i.parent_id, i.parent_state, i.parent_entry, i.child_no, i.children`;

const MANY = `SELECT ${INSTANCE_COLUMNS} FROM instances i WHERE i.instance_id = ANY ($1::uuid[])`;

const LOCKED = `SELECT ${INSTANCE_COLUMNS} FROM instances i WHERE i.tenant_id = $1 AND i.instance_id = $2 FOR UPDATE`;

/** Reads instances for commands: those of many commands together, or one under its lock; and keeps copies of the latest ones. */
@Injectable()
export class InstanceLoader {
  readonly #copies = new CaseCopies();
  readonly #batch = new MicroBatch<string, InstanceRow | null>((ids) => this.#read(ids), { lanes: 2, most: 256 });
  /** Work in the background is read in small portions, for each is then decided in one go. */
  readonly #background = new MicroBatch<string, InstanceRow | null>(
    async (ids) => {
      await this.foreground.quiet();
      return this.#read(ids);
    },
    { lanes: 1, most: 32 },
  );

  constructor(
    private readonly database: Database,
    private readonly definitions: DefinitionLibrary,
    private readonly foreground: Foreground,
  ) {}

  /** The instance as it stands, without a lock; null where the tenant has none of that id. Whoever asks had no use for a copy. */
  async find({ tenantId, instanceId }: Wanted, isBackground: boolean): Promise<LoadedInstance | null> {
    this.#copies.forget(instanceId);
    const row = await (isBackground ? this.#background : this.#batch).add(instanceId);
    return row?.tenant_id === tenantId ? this.loaded(row, this.database) : null;
  }

  /** The instance as this process wrote it last, if it has a copy: it may have moved on since. */
  async recall({ tenantId, instanceId }: Wanted): Promise<LoadedInstance | null> {
    const row = this.#copies.recall(tenantId, instanceId);
    return row && this.loaded(row, this.database);
  }

  /**
   * A copy of what a step that is on its way leaves of a case that was started then; null where it ends the case, or cannot be copied.
   * Made a turn of the event loop later: a step that has nothing to wait for has left for PostgreSQL then.
   */
  async copied(write: StepWrite, startedAt: Date): Promise<Copy | null> {
    await setImmediate();
    try {
      return copyOf(write, startedAt);
    } catch {
      // Whether the step is written does not hang on it.
      return null;
    }
  }

  /** Keeps the copy, now that its step is written. */
  keep(copy: Copy): void {
    this.#copies.keep(copy);
  }

  forget(instanceId: string): void {
    this.#copies.forget(instanceId);
  }

  /** The instance under its lock, until the transaction ends. */
  async lock(sql: Sql, tenantId: string, instanceId: string): Promise<LoadedInstance | null> {
    const [row] = await sql.prepared<InstanceRow>(LOCKED, [tenantId, instanceId]);
    return row ? this.loaded(row, sql) : null;
  }

  async #read(ids: string[]): Promise<(InstanceRow | null)[]> {
    const rows = await this.database.prepared<InstanceRow>(MANY, [ids]);
    const found = new Map(rows.map((row) => [row.instance_id, row]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** An instance that a statement has read, ready for a command. */
  async loaded(row: InstanceRow, sql: Sql): Promise<LoadedInstance> {
    return {
      instanceId: row.instance_id,
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
      asOf: row.as_of ?? null,
      chart: await this.definitions.chart(row.tenant_id, row.workflow, row.version, sql),
    };
  }
}
