import { z } from 'zod';
import type { FieldProblem, RowVerdict, Text } from '#contracts';
import { DomainError } from '#platform';
import { cleanText } from '../sheet/clean-text.js';
import { parseBody, refusedFields } from '../sheet/refused-fields.js';
import type { RowRecord } from '../sheet/sheet-record.js';

/** What is said of one row. */
export interface GivenVerdict {
  rowId: string;
  verdict: RowVerdict['verdict'];
  opinion: string;
}

const opinion = cleanText(2000).default('');
const TITLES = { opinion: { zh: '意见', en: 'Opinion' }, verdict: { zh: '审核结论', en: 'Verdict' } };

const reviewed = z.strictObject({
  rows: z.record(z.uuid(), z.strictObject({ verdict: z.enum(['accept', 'return', '']), opinion })).default({}),
});

const countersigned = z.object({
  rows: z.record(z.uuid(), z.object({ verdict: z.enum(['agree', 'object', '']), opinion })).default({}),
});

/**
 * What the office says of each row: every row, in their order; one that nothing is said of counts as accepted. Refused
 * where a row is unknown, or has an opinion and no verdict.
 */
export function reviewVerdicts(data: unknown, rows: Pick<RowRecord, 'rowId'>[]): GivenVerdict[] {
  const given = parseBody(reviewed, data ?? {}, TITLES, '/data').rows;
  const known = new Set(rows.map((row) => row.rowId));
  const errors = Object.entries(given).flatMap(([rowId, { verdict, opinion: said }]): FieldProblem[] => {
    if (!known.has(rowId)) return [{ pointer: `/data/rows/${rowId}`, code: 'row.unknown', message: UNKNOWN }];
    if (verdict !== '' || said.trim() === '') return [];
    return [{ pointer: `/data/rows/${rowId}/verdict`, code: 'row.without-verdict', message: UNDECIDED }];
  });
  if (errors.length > 0) throw refusedFields(errors);
  return rows.map(({ rowId }) => ({
    rowId,
    verdict: given[rowId]?.verdict === 'return' ? 'return' : 'accept',
    opinion: given[rowId]?.opinion ?? '',
  }));
}

/** Refuses a return that names no row, or a named row without saying why. */
export function mustNameRows(verdicts: GivenVerdict[]): void {
  const returned = verdicts.filter((one) => one.verdict === 'return');
  const unexplained = returned.filter((one) => one.opinion.trim() === '');
  if (returned.length > 0 && unexplained.length === 0) return;
  throw new DomainError(
    'invalid',
    'sheet.return-names-no-row',
    {
      zh: '退回时请点名至少一项目标，并写明每一项为什么退回。',
      en: 'To return the sheet, name at least one target and say of each why it goes back.',
    },
    {
      errors: (unexplained.length > 0
        ? unexplained.map((one) => `/data/rows/${one.rowId}/opinion`)
        : ['/data/rows']
      ).map((pointer) => ({
        pointer,
        code: 'row.return-unexplained',
        message: { zh: '请写明退回的理由。', en: 'Say why it goes back.' },
      })),
    },
  );
}

/** Refuses to pass a sheet while a row is marked to go back. */
export function mustReturnNothing(verdicts: GivenVerdict[]): void {
  const returned = verdicts.filter((one) => one.verdict === 'return');
  if (returned.length === 0) return;
  throw new DomainError(
    'conflict',
    'sheet.pass-returns-row',
    {
      zh: `有 ${returned.length} 项目标标记为退回，不能通过。请选择“退回”，或把这些目标改为通过。`,
      en: `${returned.length} target(s) are marked to go back, so the sheet cannot pass. Return it, or accept them.`,
    },
    {
      errors: returned.map((one) => ({
        pointer: `/data/rows/${one.rowId}/verdict`,
        code: 'row.returned',
        message: { zh: '此项标记为退回。', en: 'This target is marked to go back.' },
      })),
    },
  );
}

/** What one cooperating unit said of its own rows: its answer holds for each row that it did not single out. */
export function countersignVerdicts(
  answer: { outcome: string; opinion: string | null; data: unknown },
  rows: Pick<RowRecord, 'rowId'>[],
): GivenVerdict[] {
  const parsed = countersigned.safeParse(answer.data ?? {});
  const given = parsed.success ? parsed.data.rows : {};
  const singlesOut = rows.some((row) => given[row.rowId]?.verdict === 'object');
  const rest = answer.outcome === 'object' && !singlesOut ? 'object' : 'agree';
  return rows.map(({ rowId }) => {
    const own = given[rowId]?.verdict ?? '';
    const verdict = own === '' ? rest : own;
    const said = given[rowId]?.opinion ?? '';
    return { rowId, verdict, opinion: said === '' && verdict === 'object' ? (answer.opinion ?? '') : said };
  });
}

const UNKNOWN: Text = {
  zh: '申报表里没有这一项目标，请刷新后重新审核。',
  en: 'The sheet has no such target: refresh and review again.',
};
const UNDECIDED: Text = {
  zh: '这一项写了意见，还没有选择通过或退回，请选择。',
  en: 'This target has an opinion and no verdict: choose whether it is accepted or goes back.',
};
