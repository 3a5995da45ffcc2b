import { Injectable } from '@nestjs/common';
import { WorkingCalendar, type DayException } from '#calendar';
import { Database, type Sql } from '#platform';

/** A year's holidays as a notice publishes them. */
export interface PublishedYear {
  year: number;
  /** Number of the notice. */
  paper: string;
  days: readonly DayException[];
}

interface Loaded {
  revision: number;
  calendar: WorkingCalendar;
  /** On the machine's monotonic clock. */
  checkedAt: number;
}

/** How long another process may go on with the calendar as it was before a change. */
const CHECK_EVERY_MS = 5_000;

/**
 * Holds each tenant's working calendar in memory. Once loaded it is answered without waiting, so that a caller inside a
 * transaction never needs a second connection; changes by other processes are looked for beside it.
 */
@Injectable()
export class Calendars {
  readonly #loaded = new Map<string, Loaded>();
  readonly #loading = new Map<string, Promise<WorkingCalendar>>();

  constructor(private readonly database: Database) {}

  async of(tenantId: string): Promise<WorkingCalendar> {
    const loaded = this.#loaded.get(tenantId);
    if (loaded === undefined) return this.#load(tenantId);
    if (performance.now() - loaded.checkedAt > CHECK_EVERY_MS) {
      loaded.checkedAt = performance.now();
      // A check that fails (the database is away) leaves the calendar as it was; the next one is due in seconds.
      this.#refresh(tenantId, loaded.revision).catch(() => undefined);
    }
    return loaded.calendar;
  }

  /** Replaces the days of the years given, and loads the calendar again where that changed anything. */
  async publish(tenantId: string, years: readonly PublishedYear[]): Promise<void> {
    const hasChanged = await this.database.transaction((sql) => replaceYears(sql, tenantId, years));
    if (hasChanged) await this.#load(tenantId);
  }

  async #refresh(tenantId: string, revision: number): Promise<void> {
    const [row] = await this.database.query<{ revision: number }>(
      `select calendar_revision as revision from tenants where tenant_id = $1`,
      [tenantId],
    );
    if (row !== undefined && row.revision !== revision) await this.#load(tenantId);
  }

  #load(tenantId: string): Promise<WorkingCalendar> {
    const loading =
      this.#loading.get(tenantId) ??
      load(this.database, tenantId)
        .then((loaded) => {
          this.#loaded.set(tenantId, loaded);
          return loaded.calendar;
        })
        .finally(() => this.#loading.delete(tenantId));
    this.#loading.set(tenantId, loading);
    return loading;
  }
}

async function load(sql: Sql, tenantId: string): Promise<Loaded> {
  const checkedAt = performance.now();
  const [tenant] = await sql.query<{ revision: number; zoneOffset: string; years: number[]; days: DayException[] }>(
    `select t.calendar_revision as revision, t.zone_offset as "zoneOffset",
            array(select year from calendar_years y where y.tenant_id = t.tenant_id) as years,
            coalesce((select jsonb_agg(jsonb_build_object(
                        'day', day, 'kind', kind, 'name', jsonb_build_object('zh', name_zh, 'en', name_en)))
                        from calendar_days d where d.tenant_id = t.tenant_id), '[]') as days
       from tenants t where t.tenant_id = $1`,
    [tenantId],
  );
  if (tenant === undefined) throw new Error(`there is no tenant ${tenantId}`);
  const { revision, zoneOffset, years, days } = tenant;
  const calendar = new WorkingCalendar({ exceptions: days, publishedYears: years, zoneOffset });
  return { revision, calendar, checkedAt };
}

async function replaceYears(sql: Sql, tenantId: string, years: readonly PublishedYear[]): Promise<boolean> {
  const days = years.flatMap((year) => year.days);
  const [counted] = await sql.query<{ written: number }>(
    `with new_year as (
       select * from jsonb_to_recordset($2::jsonb) as r (year integer, paper text)
     ), new_day as (
       select r.day, r.kind, r.name ->> 'zh' as zh, r.name ->> 'en' as en
         from jsonb_to_recordset($3::jsonb) as r (day date, kind text, name jsonb)
     ), gone as (
       delete from calendar_days d
        where d.tenant_id = $1 and extract(year from d.day) in (select year from new_year)
          and not exists (select from new_day n where n.day = d.day)
       returning 1
     ), year_written as (
       insert into calendar_years as y (tenant_id, year, paper) select $1, year, paper from new_year
       on conflict (tenant_id, year) do update set paper = excluded.paper where y.paper <> excluded.paper
       returning 1
     ), day_written as (
       insert into calendar_days as d (tenant_id, day, kind, name_zh, name_en) select $1, day, kind, zh, en from new_day
       on conflict (tenant_id, day) do update
          set kind = excluded.kind, name_zh = excluded.name_zh, name_en = excluded.name_en
        where (d.kind, d.name_zh, d.name_en) is distinct from (excluded.kind, excluded.name_zh, excluded.name_en)
       returning 1
     )
     select ((select count(*) from gone) + (select count(*) from year_written) + (select count(*) from day_written))::int
            as written`,
    [tenantId, JSON.stringify(years.map(({ year, paper }) => ({ year, paper }))), JSON.stringify(days)],
  );
  if ((counted?.written ?? 0) === 0) return false;
  await sql.query(`update tenants set calendar_revision = calendar_revision + 1 where tenant_id = $1`, [tenantId]);
  return true;
}
