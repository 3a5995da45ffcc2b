import { z } from 'zod';
import type { FieldProblem, RowContent, SheetView, TargetClass } from '#contracts';
import { DomainError } from '#platform';
import { isWeaker } from './plan-comparison.js';
import { weaker } from './problems.js';
import { parseBody, refusedFields } from './refused-fields.js';
import { CLASSES, rowContentSchema } from './row-content.js';
import { FIELD_TITLES } from './row-words.js';
import type { RowRecord } from './sheet-record.js';
import { draftOf } from './sheet-facts.js';
import { writableFields, type WritableField } from './write-rights.js';

const TITLES = { ...FIELD_TITLES, revision: { zh: '版本号', en: 'Revision' } };

const change = {
  content: rowContentSchema.partial().default({}),
  class: z.enum(CLASSES).optional(),
};

/** The body that changes a row. */
export const rowPatchSchema = z.strictObject({ revision: z.int().min(1), ...change });
/** The body that adds a row. */
export const newRowSchema = z.strictObject(change);

/** What somebody wants a target to say: only the fields that change. */
export interface RowChange {
  content: Partial<RowContent>;
  class?: TargetClass;
}

/** The body of a change of a row; refused with `body.invalid`, field by field. */
export function parsePatch(body: unknown): RowChange & { revision: number } {
  const { revision, ...rest } = parseBody(rowPatchSchema, body, TITLES);
  return { revision, ...given(rest) };
}

/** The body of a new row; an empty one makes a blank row. */
export function parseNewRow(body: unknown): RowChange {
  return given(parseBody(newRowSchema, body ?? {}, TITLES));
}

/** The row with the change, under its next revision; the same row where nothing differs. This is a pure function. */
export function withChange(row: RowRecord, { content, class: newClass = row.class }: RowChange): RowRecord {
  const next = { ...row.content, ...content };
  const before: Record<string, unknown> = { ...row.content, class: row.class };
  const after: Record<string, unknown> = { ...next, class: newClass };
  const changed = Object.keys(after).filter((field) => JSON.stringify(after[field]) !== JSON.stringify(before[field]));
  if (changed.length === 0) return row;
  const revision = row.revision + 1;
  const fieldRevisions = { ...row.fieldRevisions, ...Object.fromEntries(changed.map((field) => [field, revision])) };
  return { ...row, content: next, class: newClass, revision, fieldRevisions };
}

/** Refuses a change of a row that somebody else changed meanwhile, with what they changed. */
export function mustBeCurrent(row: RowRecord, revision: number): void {
  if (revision === row.revision) return;
  const now: Record<string, unknown> = { ...row.content, class: row.class };
  const fields = Object.keys(FIELD_TITLES).filter(
    (field): field is WritableField => (row.fieldRevisions[field] ?? 1) > revision,
  );
  const names = (language: 'zh' | 'en'): string =>
    fields.map((field) => FIELD_TITLES[field][language]).join(language === 'zh' ? '、' : ', ');
  throw new DomainError(
    'conflict',
    'row.changed',
    {
      zh: `第 ${row.no} 项在您打开之后已被修改${fields.length > 0 ? `（${names('zh')}）` : ''}。您输入的内容还在，请核对后再保存。`,
      en: `Target ${row.no} was changed after you opened it${fields.length > 0 ? ` (${names('en')})` : ''}. What you typed is kept: compare and save again.`,
    },
    { params: { revision: row.revision, changed: Object.fromEntries(fields.map((field) => [field, now[field]])) } },
  );
}

/** Refuses fields that are not the reader’s to change in this mode (M027), one problem each. */
export function mustBeWritable(mode: SheetView['mode'], row: RowRecord, { content, class: newClass }: RowChange): void {
  const open = writableFields(mode, row);
  const fields = [...Object.keys(content), ...(newClass === undefined ? [] : ['class'])] as WritableField[];
  const closed = fields.filter((field) => !open.includes(field));
  if (closed.length === 0) return;
  throw refusedFields(
    closed.map((field) => ({
      pointer: field === 'class' ? '/class' : `/content/${field}`,
      code: 'field.not-yours',
      message:
        mode === 'draft'
          ? {
              zh: `“${FIELD_TITLES[field].zh}”由考评办下达，单位不能修改。`,
              en: `“${FIELD_TITLES[field].en}” is assigned by the office and not the unit’s to change.`,
            }
          : {
              zh: `“${FIELD_TITLES[field].zh}”在这个环节由责任单位填写，考评办不能修改。`,
              en: `“${FIELD_TITLES[field].en}” is for the unit to write, not for the office in this step.`,
            },
    })),
  );
}

/** Refuses a target set below its plan row by the office itself, which the unit could not mend. */
export function mustKeepPlan(mode: SheetView['mode'], row: RowRecord): void {
  const { planAim, planPolarity, content } = draftOf(row);
  if (mode === 'draft' || !planAim || !planPolarity || !isWeaker(content, planAim, planPolarity)) return;
  const { zh, en } = weaker(planAim);
  const problem: FieldProblem = { pointer: '/content/value', code: 'row.weaker-than-plan', message: { zh, en } };
  throw refusedFields([problem]);
}

/** JSON holds no undefined: what zod types as such is simply not there. */
function given(parsed: {
  content: { [Name in keyof RowContent]?: RowContent[Name] | undefined };
  class?: TargetClass | undefined;
}): RowChange {
  const content = Object.fromEntries(
    Object.entries(parsed.content).filter(([, value]) => value !== undefined),
  ) as Partial<RowContent>;
  return { content, ...(parsed.class === undefined ? {} : { class: parsed.class }) };
}
