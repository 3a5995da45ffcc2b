import type { Step, TransactionEffect } from '#engine';
import { DomainError, type Sql } from '#platform';
import { z } from 'zod';

/** The case is settled and answered. */
export const closeOpinion: TransactionEffect = {
  name: 'opinion.close',
  run: (step, _, sql) => end(sql, step, 'closed'),
};

/** The case ends unsettled; its opinion is a candidate for next year's tracked list. */
export const carryOpinionOver: TransactionEffect = {
  name: 'opinion.carryOver',
  async run(step, _, sql) {
    await end(sql, step, 'carried');
    const { year, yearsRepeated } = z
      .object({ year: z.number(), yearsRepeated: z.number().nullish() })
      .parse(step.subject);
    await sql.query(`UPDATE opinions SET candidate_for = $2, years_repeated = $3 WHERE opinion_id = $1`, [
      step.recordId,
      year + 1,
      yearsRepeated ?? 1,
    ]);
  },
};

/** The case ends and its opinion goes on in another, which must be of the same year and open. */
export const mergeOpinion: TransactionEffect = {
  name: 'opinion.merge',
  async run(step, _, sql) {
    const { opinionNo, year, mergedInto } = z
      .object({ opinionNo: z.number(), year: z.number(), mergedInto: z.number() })
      .parse(step.subject);
    if (mergedInto === opinionNo) throw mergedIntoItself(opinionNo);
    // Both rows are locked, in one order for all, so that two opinions cannot be joined to each other at once.
    const rows = await sql.query<{ opinionNo: number; status: string }>(
      `SELECT opinion_no AS "opinionNo", status FROM opinions WHERE tenant_id = $1 AND year = $2 AND opinion_no = ANY ($3)
       ORDER BY opinion_no FOR UPDATE`,
      [step.tenantId, year, [opinionNo, mergedInto]],
    );
    const target = rows.find((row) => row.opinionNo === mergedInto);
    if (!target) throw mergeTargetMissing(year, mergedInto);
    if (target.status !== 'open') throw mergeTargetEnded(mergedInto);
    await end(sql, step, 'merged');
  },
};

const CheckResult = z.object({
  steps: z.array(z.unknown()).nullish(),
  findings: z.array(z.unknown()).nullish(),
});

/** Each finding of a three-party check becomes a step of the plan (M072). */
export const addFindings: TransactionEffect = {
  name: 'opinion.addFindings',
  run(step) {
    const { steps, findings } = CheckResult.parse(step.subject);
    return Promise.resolve({ steps: [...(steps ?? []), ...(findings ?? [])], findings: [] });
  },
};

async function end(sql: Sql, step: Step, status: 'closed' | 'carried' | 'merged'): Promise<void> {
  const ended = await sql.query(
    `UPDATE opinions SET status = $2, ended_at = $3 WHERE opinion_id = $1 AND status = 'open' RETURNING opinion_id`,
    [step.recordId, status, step.at],
  );
  if (ended.length === 0) throw new Error(`case ${step.instanceId} has no open opinion behind it`);
}

function mergedIntoItself(opinionNo: number): DomainError {
  return new DomainError(
    'invalid',
    'opinion.merged-into-itself',
    {
      zh: `第 ${opinionNo} 号意见不能并入自己，请填写另一件意见的编号。`,
      en: `Opinion no. ${opinionNo} cannot be joined to itself. Give the number of another one.`,
    },
    { params: { opinionNo } },
  );
}

function mergeTargetMissing(year: number, mergedInto: number): DomainError {
  return new DomainError(
    'invalid',
    'opinion.merge-target-missing',
    {
      zh: `${year} 年没有第 ${mergedInto} 号意见，请核对并入的编号。`,
      en: `There is no opinion no. ${mergedInto} in ${year}. Check the number that it is joined to.`,
    },
    { params: { year, mergedInto } },
  );
}

function mergeTargetEnded(mergedInto: number): DomainError {
  return new DomainError(
    'conflict',
    'opinion.merge-target-ended',
    {
      zh: `第 ${mergedInto} 号意见已经结束办理，不能再并入，请改选仍在办理的意见。`,
      en: `Opinion no. ${mergedInto} has ended, so nothing can be joined to it. Choose one that is still open.`,
    },
    { params: { mergedInto } },
  );
}
