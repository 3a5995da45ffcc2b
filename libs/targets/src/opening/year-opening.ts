import { Injectable } from '@nestjs/common';
import type { YearOpened, YearPreview } from '#contracts';
import { Engine, type Actor, keyReused } from '#engine';
import { Organisation } from '#organisation';
import { Clock, Database, DomainError, newId, type Sql } from '#platform';
import { Plan } from '../plan/index.js';
import { allocate, withoutRow, type Allocation, type PlannedSheet } from './allocation.js';
import { allocatedRow, startSheets, type NewSheet } from './new-sheet.js';

/** Opens a year: allocates all plan rows of it to their units in one act (M025, M027). */
@Injectable()
export class YearOpening {
  constructor(
    private readonly database: Database,
    private readonly engine: Engine,
    private readonly organisation: Organisation,
    private readonly plan: Plan,
    private readonly clock: Clock,
  ) {}

  /** What opening the year will do, and what it cannot do; refused with `year.not-planned`. */
  async preview(tenantId: string, year: number): Promise<YearPreview> {
    const { sheets, findings } = await this.#allocation(this.database, tenantId, year);
    const [opened] = await this.database.query(`SELECT year FROM target_years WHERE tenant_id = $1 AND year = $2`, [
      tenantId,
      year,
    ]);
    return {
      year,
      opened: opened !== undefined,
      sheets: sheets.map((sheet) => ({
        unit: sheet.unit,
        kind: sheet.kind,
        rows: sheet.rows.map((row) => ({
          kpiNo: row.plan.kpiNo,
          indicator: row.plan.indicator,
          target: row.target,
          awaitingValue: row.fromAbove,
          coopUnits: row.coopUnits,
          weight: row.weight,
        })),
      })),
      findings,
    };
  }

  /** Opens the year, once: a second time is refused with `year.already-open`, the same key gets the same answer. */
  async open(tenantId: string, year: number, actor: Actor, key: string): Promise<YearOpened> {
    return this.database.transaction(async (sql) => {
      const { sheets } = await this.#allocation(sql, tenantId, year);
      if (sheets.length === 0) throw nobodyToAllocate(year);
      const opened: YearOpened = {
        year,
        sheets: sheets.length,
        rows: sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0),
        awaitingValue: sheets.reduce((sum, sheet) => sum + sheet.rows.filter((row) => row.fromAbove).length, 0),
      };
      const at = this.clock.now();
      const before = await claimYear(sql, tenantId, opened, actor, key, at);
      if (before) return before;
      await startSheets(
        sql,
        this.engine,
        tenantId,
        actor,
        at,
        sheets.map((sheet) => newSheet(year, sheet)),
      );
      return opened;
    });
  }

  async #allocation(sql: Sql, tenantId: string, year: number): Promise<Allocation> {
    const rows = await this.plan.rowsOf(sql, tenantId, year);
    if (rows.length === 0) throw notPlanned(year);
    const standsFor = await this.organisation.expand(
      sql,
      tenantId,
      rows.flatMap((row) => row.units.map((unit) => unit.unitId)),
    );
    const { domains } = await this.plan.tree(sql, tenantId);
    const kpis = domains.flatMap((domain) =>
      domain.kpis.map((kpi) => ({ kpiNo: kpi.kpiNo, indicator: kpi.years[0]?.indicator ?? '' })),
    );
    const { sheets, findings } = allocate(rows, standsFor);
    return { sheets, findings: [...withoutRow(year, kpis, rows), ...findings] };
  }
}

function newSheet(year: number, { unit, kind, rows }: PlannedSheet): NewSheet {
  const [first] = rows;
  const kpi = kind === 'supplement' && first ? { kpiNo: first.plan.kpiNo, indicator: first.plan.indicator } : null;
  return {
    sheetId: newId(),
    year,
    unit,
    kind,
    origin: 'assigned',
    kpi,
    rows: rows.map((row, index) => allocatedRow(newId(), index + 1, row)),
  };
}

/** Marks the year as open; answers what the same key was answered before, if it was. */
async function claimYear(
  sql: Sql,
  tenantId: string,
  opened: YearOpened,
  actor: Actor,
  key: string,
  at: Date,
): Promise<YearOpened | null> {
  const [other] = await sql.query(`SELECT year FROM target_years WHERE tenant_id = $1 AND key = $2 AND year <> $3`, [
    tenantId,
    key,
    opened.year,
  ]);
  if (other) throw keyReused();
  const claimed = await sql.query(
    `INSERT INTO target_years (tenant_id, year, key, opened_by, opened_at, sheets, rows, awaiting_value)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant_id, year) DO NOTHING RETURNING year`,
    [tenantId, opened.year, key, actor.accountId, at, opened.sheets, opened.rows, opened.awaitingValue],
  );
  if (claimed.length > 0) return null;
  const [before] = await sql.query<YearOpened & { key: string; openedAt: Date }>(
    `SELECT year, key, sheets, rows, awaiting_value AS "awaitingValue", opened_at AS "openedAt" FROM target_years
     WHERE tenant_id = $1 AND year = $2`,
    [tenantId, opened.year],
  );
  if (!before) throw new Error(`year ${opened.year} was neither opened nor open`);
  if (before.key !== key) throw alreadyOpen(before.year, before.openedAt);
  return { year: before.year, sheets: before.sheets, rows: before.rows, awaitingValue: before.awaitingValue };
}

function notPlanned(year: number): DomainError {
  return new DomainError('conflict', 'year.not-planned', {
    zh: `规划中没有 ${year} 年的年度目标，不能开启该年度。请先导入该年度的指标，或核对年份。`,
    en: `The plan has no targets for ${year}, so the year cannot be opened. Import its indicators first, or check the year.`,
  });
}

function nobodyToAllocate(year: number): DomainError {
  return new DomainError('conflict', 'year.no-units', {
    zh: `${year} 年的年度目标都没有责任单位，无法下达。请先在规划中补充责任单位。`,
    en: `None of the targets of ${year} has a responsible unit, so nothing can be allocated. Add the units to the plan first.`,
  });
}

function alreadyOpen(year: number, at: Date): DomainError {
  return new DomainError(
    'conflict',
    'year.already-open',
    {
      zh: `${year} 年度已经开启，目标已下达到各单位，不能重复开启。各单位的申报表见目标列表。`,
      en: `The year ${year} is open already and its targets are allocated. Find the sheets in the list of targets.`,
    },
    { params: { year, openedAt: at.toISOString() } },
  );
}
