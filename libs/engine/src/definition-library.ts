import { Injectable } from '@nestjs/common';
import type { WorkflowDefinition } from '#contracts';
import { Database, DomainError, type Sql } from '#platform';
import { compile, type Chart } from '#statechart';

const MAX_VERSION = 1_000_000;

/** The published definitions of each tenant, compiled once. */
@Injectable()
export class DefinitionLibrary {
  readonly #charts = new Map<string, Chart>();
  readonly #asked = new Map<string, Promise<number | null>>();

  constructor(private readonly database: Database) {}

  /** The chart of one version; refused with `definition.missing` where it was never published. */
  async chart(tenantId: string, workflow: string, version: number, sql: Sql = this.database): Promise<Chart> {
    if (version > MAX_VERSION) throw missing(workflow);
    const name = `${tenantId}/${workflow}/${version}`;
    const known = this.#charts.get(name);
    if (known) return known;
    const [row] = await sql.query<{ body: WorkflowDefinition }>(
      `SELECT body FROM definitions WHERE tenant_id = $1 AND workflow = $2 AND version = $3`,
      [tenantId, workflow, version],
    );
    if (!row) throw missing(workflow);
    const chart = compile(row.body);
    this.#charts.set(name, chart);
    return chart;
  }

  /** The newest version of a workflow, under which new cases start. */
  async newest(tenantId: string, workflow: string, sql: Sql = this.database): Promise<Chart> {
    const version = await (sql === this.database
      ? this.#askTogether(tenantId, workflow)
      : newestVersion(sql, tenantId, workflow));
    if (version === null) throw missing(workflow);
    return this.chart(tenantId, workflow, version, sql);
  }

  /** Those who ask at the same time are answered together: many cases start at once. */
  #askTogether(tenantId: string, workflow: string): Promise<number | null> {
    const name = `${tenantId}/${workflow}`;
    const asked = this.#asked.get(name);
    if (asked) return asked;
    const mine = newestVersion(this.database, tenantId, workflow).finally(() => this.#asked.delete(name));
    this.#asked.set(name, mine);
    return mine;
  }

  /** Every workflow's newest chart, by name. */
  async all(tenantId: string): Promise<Chart[]> {
    const rows = await this.database.query<{ workflow: string; version: number }>(
      `SELECT workflow, max(version) AS version FROM definitions WHERE tenant_id = $1 GROUP BY workflow ORDER BY workflow`,
      [tenantId],
    );
    return Promise.all(rows.map((row) => this.chart(tenantId, row.workflow, row.version)));
  }

  /**
   * Publishes a checked definition. One with errors is refused with `definition.faulty`, for no case could ever start; a
   * version that is published with another content with `definition.version-taken`: published versions never change.
   */
  async publish(sql: Sql, tenantId: string, definition: WorkflowDefinition, at: Date): Promise<void> {
    mustCompile(definition);
    const [same] = await sql.query<{ same: boolean }>(
      `WITH added AS (
         INSERT INTO definitions (tenant_id, workflow, version, body, published_at) VALUES ($1, $2, $3, $4::json, $5)
         ON CONFLICT DO NOTHING RETURNING true AS same)
       SELECT same FROM added
       UNION ALL SELECT body::jsonb = $4::jsonb FROM definitions WHERE tenant_id = $1 AND workflow = $2 AND version = $3`,
      [tenantId, definition.workflow, definition.version, JSON.stringify(definition), at],
    );
    if (same?.same) return;
    throw new DomainError('conflict', 'definition.version-taken', {
      zh: `流程“${definition.title.zh}”第 ${definition.version} 版已经发布，内容不同；已发布的版本不能更改，请另存为第 ${definition.version + 1} 版。`,
      en: `Version ${definition.version} of “${definition.title.en}” is published with another content. Published versions never change: save it as version ${definition.version + 1}.`,
    });
  }
}

async function newestVersion(sql: Sql, tenantId: string, workflow: string): Promise<number | null> {
  const [row] = await sql.query<{ version: number | null }>(
    `SELECT max(version) AS version FROM definitions WHERE tenant_id = $1 AND workflow = $2`,
    [tenantId, workflow],
  );
  return row?.version ?? null;
}

/** A machine that XState cannot take is found out before it is kept. */
function mustCompile(definition: WorkflowDefinition): void {
  try {
    compile(definition);
  } catch (error) {
    // XState says what it cannot take; whoever publishes must know.
    throw new DomainError('invalid', 'definition.faulty', {
      zh: `流程“${definition.title.zh}”的流程图无法运行：${String(error)}。请用 npm run kaoping -- workflow check 检查并改正。`,
      en: `The chart of “${definition.title.en}” cannot run: ${String(error)}. Check it with npm run kaoping -- workflow check, and mend it.`,
    });
  }
}

function missing(workflow: string): DomainError {
  return new DomainError('missing', 'definition.missing', {
    zh: `没有已发布的流程“${workflow}”。请在流程目录核对名称。`,
    en: `There is no published workflow “${workflow}”. Check its name in the list of workflows.`,
  });
}
