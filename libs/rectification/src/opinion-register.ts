import { Injectable } from '@nestjs/common';
import { CalendarSource, Engine } from '#engine';
import { Clock, DomainError, newId, type Sql } from '#platform';
import { openingOf, type OpinionToOpen } from './opinion-case.js';
import { readsTheSame, type PrintedOpinion } from './printed-opinion.js';

/** An opinion to be recorded; without a year it is of the year in which the very same was recorded, else of this year. */
export interface OpinionToRecord extends PrintedOpinion {
  year: number | null;
}

interface RecordedOpinion extends PrintedOpinion {
  year: number;
}

type DatedOpinion = PrintedOpinion & { year: number };

/** What stands in the register under each number, year by year. */
type Recorded = Map<number, RecordedOpinion[]>;

/** Every opinion that a tenant's lists have printed, each with its case. */
@Injectable()
export class OpinionRegister {
  constructor(
    private readonly engine: Engine,
    private readonly calendars: CalendarSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Records a list and opens a case for every new opinion, in the caller's transaction; answers how many were new.
   * What is recorded stays as it is: a number that now reads otherwise is refused with `opinion.recorded-otherwise`.
   */
  async record(sql: Sql, tenantId: string, list: OpinionToRecord[]): Promise<number> {
    const recorded = await this.#recorded(sql, tenantId, list);
    const thisYear = (await this.calendars.of(tenantId)).localYear(this.clock.now());
    const dated = list.map((opinion) => ({
      ...opinion,
      year: opinion.year ?? yearRecorded(opinion, recorded) ?? thisYear,
    }));
    refuseOthers(dated, recorded);
    const fresh = dated.filter((opinion) => !find(opinion, recorded));
    if (fresh.length > 0) await this.#open(sql, tenantId, await this.#add(sql, tenantId, fresh));
    return fresh.length;
  }

  async #recorded(sql: Sql, tenantId: string, list: PrintedOpinion[]): Promise<Recorded> {
    const rows = await sql.query<RecordedOpinion>(
      `SELECT year, opinion_no AS "opinionNo", area, problems, manifestation, directions, lead_units_printed AS "leadUnitsPrinted",
         lead_unit_ids AS "leadUnitIds", source, note
       FROM opinions WHERE tenant_id = $1 AND opinion_no = ANY ($2) ORDER BY year`,
      [tenantId, list.map((opinion) => opinion.opinionNo)],
    );
    return Map.groupBy(rows, (row) => row.opinionNo);
  }

  async #add(sql: Sql, tenantId: string, fresh: DatedOpinion[]): Promise<OpinionToOpen[]> {
    const opinions = fresh.map((opinion) => ({ ...opinion, opinionId: newId() }));
    const carried = await sql.query<{ opinionId: string; yearsRepeated: number }>(
      `WITH added AS (
         INSERT INTO opinions (opinion_id, tenant_id, year, opinion_no, area, problems, manifestation, directions, lead_units_printed,
           lead_unit_ids, source, note, recorded_at)
         SELECT r."opinionId", $1, r.year, r."opinionNo", r.area, r.problems, r.manifestation, r.directions, r."leadUnitsPrinted",
           r."leadUnitIds", r.source, r.note, $3
         FROM jsonb_to_recordset($2::jsonb) AS r("opinionId" uuid, year integer, "opinionNo" integer, area text, problems text,
           manifestation text, directions text, "leadUnitsPrinted" text, "leadUnitIds" uuid[], source text, note text)
         RETURNING opinion_id, year, manifestation)
       SELECT DISTINCT ON (added.opinion_id) added.opinion_id AS "opinionId", coalesce(before.years_repeated, 1) AS "yearsRepeated"
       FROM added JOIN opinions before ON before.tenant_id = $1 AND before.candidate_for = added.year
         AND before.manifestation = added.manifestation
       ORDER BY added.opinion_id, before.years_repeated DESC NULLS LAST`,
      [tenantId, JSON.stringify(opinions), this.clock.now()],
    );
    const years = new Map(carried.map((row) => [row.opinionId, row.yearsRepeated]));
    return opinions.map((opinion) => ({ ...opinion, carriedAfterYears: years.get(opinion.opinionId) ?? null }));
  }

  async #open(sql: Sql, tenantId: string, opinions: OpinionToOpen[]): Promise<void> {
    const cases = await this.engine.startMany(
      opinions.map((opinion) => openingOf(tenantId, opinion)),
      sql,
    );
    if (cases.length !== opinions.length)
      throw new Error(`${opinions.length} opinions, but ${cases.length} cases were opened`);
    await sql.query(
      `UPDATE opinions o SET instance_id = r.instance_id
       FROM unnest($1::uuid[], $2::uuid[]) AS r(opinion_id, instance_id) WHERE o.opinion_id = r.opinion_id`,
      [opinions.map((opinion) => opinion.opinionId), cases.map((one) => one.instanceId)],
    );
  }
}

function find(opinion: DatedOpinion, recorded: Recorded): RecordedOpinion | undefined {
  return recorded.get(opinion.opinionNo)?.find((one) => one.year === opinion.year);
}

function yearRecorded(opinion: PrintedOpinion, recorded: Recorded): number | undefined {
  return recorded.get(opinion.opinionNo)?.find((one) => readsTheSame(one, opinion))?.year;
}

function refuseOthers(list: DatedOpinion[], recorded: Recorded): void {
  const others = list.filter((opinion) => {
    const before = find(opinion, recorded);
    return before !== undefined && !readsTheSame(before, opinion);
  });
  const [first] = others;
  if (!first) return;
  const numbers = others.map((opinion) => opinion.opinionNo);
  throw new DomainError(
    'conflict',
    'opinion.recorded-otherwise',
    {
      zh: `${first.year} 年第 ${numbers.join('、')} 号意见已经立案，内容与文件不同。请在案件中更正，或在文件中另编新号后再导入。`,
      en: `Opinion no. ${numbers.join(', ')} of ${first.year} is recorded with other words and its case is open. Correct the case, or give the row a new number and import again.`,
    },
    { params: { year: first.year, numbers } },
  );
}
