import { Injectable } from '@nestjs/common';
import type { ChangesView } from '#contracts';
import { Database } from '#platform';
import { Sheets } from '#targets';
import { Cases, SubjectChanges, type Reader } from '#tasks';

/** What changed since the last submission, wherever the case keeps it: on a sheet, or on its own subject. */
@Injectable()
export class CaseChanges {
  constructor(
    private readonly database: Database,
    private readonly sheets: Sheets,
    private readonly subjects: SubjectChanges,
    private readonly cases: Cases,
  ) {}

  /** Refused with `case.missing` where the case is not the reader’s: who reads a published sheet does not see what it said before. */
  async read(asking: Reader, instanceId: string): Promise<ChangesView> {
    const reader = await this.cases.metBy(asking, instanceId);
    const [row] = await this.database.query<{ sheet_id: string }>(
      `SELECT s.sheet_id FROM target_sheets s WHERE s.instance_id = $1 AND s.tenant_id = $2`,
      [instanceId, reader.tenantId],
    );
    return row ? this.sheets.changes(asking, row.sheet_id) : this.subjects.read(asking, instanceId);
  }
}
