import type { Post } from '#contracts';
import type { Actor } from '#engine';
import { newId, type Sql } from '#platform';
import type { GivenVerdict } from './given-verdicts.js';

/** A verdict as it is stored. */
export interface VerdictRecord extends GivenVerdict {
  submissionNo: number;
  at: Date;
  state: string;
  post: Post | null;
  unitId: string | null;
}

/** How one cooperating unit’s countersign task stands. */
export interface Countersign {
  unitId: string;
  /** Null while the unit has not answered. */
  answer: { outcome: string; opinion: string | null; data: unknown; at: Date; accountId: string | null } | null;
}

export interface VerdictsGiven {
  tenantId: string;
  sheetId: string;
  at: Date;
  state: string;
  actor: Actor;
  verdicts: GivenVerdict[];
}

export async function keepVerdicts(sql: Sql, given: VerdictsGiven): Promise<void> {
  const { tenantId, sheetId, at, state, actor, verdicts } = given;
  await sql.query(
    `INSERT INTO row_verdicts (verdict_id, tenant_id, sheet_id, row_id, submission_no, at, state, post, unit_id, account_id, verdict, opinion)
     SELECT r."verdictId", $1, $2, r."rowId", (SELECT coalesce(max(no), 0) FROM sheet_submissions WHERE sheet_id = $2), $3, $4, $5, $6, $7, r.verdict, r.opinion
     FROM jsonb_to_recordset($8::jsonb) AS r("verdictId" uuid, "rowId" uuid, verdict text, opinion text)`,
    [
      tenantId,
      sheetId,
      at,
      state,
      actor.post,
      actor.unitId,
      actor.accountId,
      JSON.stringify(verdicts.map((one) => ({ verdictId: newId(), ...one }))),
    ],
  );
}

/** All verdicts on a sheet’s rows, newest first. */
export function loadVerdicts(sql: Sql, sheetId: string): Promise<VerdictRecord[]> {
  return sql.query<VerdictRecord>(
    `SELECT row_id AS "rowId", submission_no AS "submissionNo", verdict, opinion, at, state, post, unit_id AS "unitId" FROM row_verdicts
     WHERE sheet_id = $1 ORDER BY at DESC, verdict_id DESC`,
    [sheetId],
  );
}

/** The countersign tasks of the case’s last round, answered or not. */
export async function loadCountersigns(sql: Sql, instanceId: string): Promise<Countersign[]> {
  const rows = await sql.query<{
    unitId: string;
    status: string;
    outcome: string | null;
    opinion: string | null;
    data: unknown;
    at: Date;
    accountId: string | null;
  }>(
    `SELECT unit_id AS "unitId", status, outcome, opinion, answer AS data, done_at AS at, done_by AS "accountId" FROM tasks
     WHERE instance_id = $1 AND state = 'cosign' AND entry = (SELECT max(entry) FROM tasks WHERE instance_id = $1 AND state = 'cosign')
     ORDER BY done_at NULLS LAST, unit_id`,
    [instanceId],
  );
  return rows.map(({ unitId, status, outcome, ...answer }) => ({
    unitId,
    answer: status === 'done' && outcome !== null ? { outcome, ...answer } : null,
  }));
}
