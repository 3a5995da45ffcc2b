import { z } from 'zod';
import { fieldProblem } from './problem.js';
import { instant, text } from './text.js';
import { unitRef } from './unit-ref.js';

/** Which way a value should go. */
export const polarity = z.enum(['higher_is_better', 'lower_is_better', 'compliance', 'unknown']);

const content = z
  .object({
    indicator: z.string(),
    target: z.string(),
    operator: z.string(),
    value: z.number().nullable(),
    unit: z.string(),
    baseline: z.string(),
    polarity,
    nature: z.enum(['binding', 'expected']),
    weight: z.number().describe('In points; the weights of a sheet add up to 100'),
    current: z.string(),
    situation: z.string(),
    keyFactors: z.string(),
    methods: z.string(),
    measures: z.string(),
    ledger: z.string(),
    milestones: z.array(z.object({ date: z.string(), text: z.string(), quality: z.string() })),
    coopUnitIds: z.array(z.uuid()),
    sourcePaper: z.string(),
  })
  .meta({ id: 'RowContent' });

const verdict = z
  .object({
    at: instant,
    state: z.string(),
    stateTitle: text,
    by: text,
    verdict: z.enum(['accept', 'return', 'agree', 'object']),
    opinion: z.string(),
  })
  .meta({ id: 'RowVerdict' });

const row = z
  .object({
    rowId: z.uuid(),
    revision: z.int(),
    no: z.int(),
    origin: z.enum(['assigned', 'declared']),
    class: z.enum(['key', 'functional', 'priority', 'special', 'challenge']),
    kpi: z
      .object({
        kpiNo: z.string(),
        domain: z.string(),
        fiveYearTarget: z.string(),
        planTarget: z.string(),
        decomposition: z.string(),
      })
      .nullable(),
    content,
    coopUnits: z.array(unitRef),
    locked: z.boolean(),
    awaitingValue: z.boolean(),
    verdicts: z.array(verdict),
    countersigns: z.array(z.object({ unit: unitRef, agrees: z.boolean().nullable(), reason: z.string().nullable() })),
  })
  .meta({ id: 'SheetRow' });

const sheetProblem = z
  .object({ ...fieldProblem, rowId: z.uuid().nullable().describe('Null when the whole sheet is meant') })
  .meta({ id: 'SheetProblem' });

const comment = z
  .object({
    commentId: z.uuid(),
    rowId: z.uuid().nullable(),
    indicator: z.string().nullable(),
    text: z.string(),
    from: z.string().nullable().describe('Null: not the reader’s to know'),
    at: instant,
    answer: z.object({ adopted: z.boolean(), text: z.string(), at: instant }).nullable(),
  })
  .meta({ id: 'CommentView' });

/** One 年度目标申报表, as the state of its case and the reader’s posts allow. */
export const sheetView = z
  .object({
    sheetId: z.uuid(),
    instanceId: z.uuid(),
    year: z.int(),
    unit: unitRef,
    kind: z.enum(['main', 'supplement']),
    title: text,
    mode: z.enum(['allocate', 'value', 'draft', 'review', 'cosign', 'comments', 'read']),
    rows: z.array(row),
    weightSum: z.number(),
    problems: z.array(sheetProblem).describe('Empty when the sheet may be submitted'),
    comments: z.array(comment),
    approvalPaper: z.string().nullable(),
  })
  .meta({ id: 'SheetView' });

/** A row after it was written, with what its sheet adds up to now. */
export const writtenRow = z
  .object({ row, problems: z.array(sheetProblem), weightSum: z.number() })
  .meta({ id: 'WrittenRow' });

/** A sheet that was started. */
export const declared = z.object({ sheetId: z.uuid(), instanceId: z.uuid() });

/** Drafts that the public may comment on now. */
export const publicSheets = z.array(
  z
    .object({
      sheetId: z.uuid(),
      title: text,
      unitName: z.string(),
      year: z.int(),
      closesAt: instant,
      rows: z.array(z.object({ rowId: z.uuid(), indicator: z.string(), target: z.string(), measures: z.string() })),
    })
    .meta({ id: 'PublicSheet' }),
);

/** A comment that was kept. */
export const commentKept = z.object({ commentId: z.uuid() });
