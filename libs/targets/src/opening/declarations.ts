import { Injectable } from '@nestjs/common';
import { Engine } from '#engine';
import { Organisation } from '#organisation';
import { Clock, Database, DomainError, newId } from '#platform';
import type { Reader } from '#tasks';
import { holds } from '../sheet/reading-rights.js';
import { startSheets } from './new-sheet.js';

/** Self-declared sheets (自行申报, M027): a unit to which nothing was allocated proposes targets of its own. */
@Injectable()
export class Declarations {
  constructor(
    private readonly database: Database,
    private readonly engine: Engine,
    private readonly organisation: Organisation,
    private readonly clock: Clock,
  ) {}

  /**
   * Starts a sheet of the unit’s own, in drafting and without targets yet. Refused with `year.not-open`, and with
   * `sheet.already-there` where the unit has a main sheet for the year.
   */
  async declare(reader: Reader, year: number, unitId: string): Promise<{ sheetId: string; instanceId: string }> {
    if (!holds(reader, 'unit.operator', unitId)) throw notTheOperator();
    return this.database.transaction(async (sql) => {
      const [opened] = await sql.query(`SELECT year FROM target_years WHERE tenant_id = $1 AND year = $2 FOR UPDATE`, [
        reader.tenantId,
        year,
      ]);
      if (!opened) throw notOpen(year);
      const [there] = await sql.query<{ sheetId: string }>(
        `SELECT sheet_id AS "sheetId" FROM target_sheets
         WHERE tenant_id = $1 AND year = $2 AND unit_id = $3 AND kind = 'main' AND (ending IS NULL OR ending = 'issued')`,
        [reader.tenantId, year, unitId],
      );
      if (there) throw alreadyThere(year, there.sheetId);
      const unit = (await this.organisation.refsByIds(sql, reader.tenantId, [unitId])).get(unitId);
      if (!unit) throw notTheOperator();
      const sheetId = newId();
      const actor = { accountId: reader.accountId, post: 'unit.operator', unitId };
      const sheet = { sheetId, year, unit, kind: 'main' as const, origin: 'declared' as const, kpi: null, rows: [] };
      const [instanceId] = await startSheets(sql, this.engine, reader.tenantId, actor, this.clock.now(), [sheet]);
      if (instanceId === undefined) throw new Error(`the case of sheet ${sheetId} did not start`);
      return { sheetId, instanceId };
    });
  }
}

function notTheOperator(): DomainError {
  return new DomainError('forbidden', 'sheet.not-your-unit', {
    zh: '只有本单位的经办人可以自行申报目标。',
    en: 'Only the unit’s own operator may declare targets for it.',
  });
}

function notOpen(year: number): DomainError {
  return new DomainError('conflict', 'year.not-open', {
    zh: `${year} 年度还没有开启，暂不能申报。请等考评办开启年度后再申报。`,
    en: `The year ${year} is not open yet. Declare targets once the office has opened it.`,
  });
}

function alreadyThere(year: number, sheetId: string): DomainError {
  return new DomainError(
    'conflict',
    'sheet.already-there',
    {
      zh: `本单位已有 ${year} 年度的申报表，请在编制时把自行申报的目标加到那份表里。`,
      en: `Your unit has a sheet for ${year} already: add your own targets to it while you draft.`,
    },
    { params: { sheetId } },
  );
}
