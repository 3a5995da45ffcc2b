import { z } from 'zod';
import type { FieldProblem, Text } from '#contracts';
import type { PanelCheck } from '#tasks';
import { cleanText } from '../sheet/clean-text.js';
import { parseBody, refusedFields } from '../sheet/refused-fields.js';
import { loadRows } from '../sheet/sheet-store.js';

/** What the office says row by row is parsed by the effect that keeps it. */
const REVIEWED = ['officeReview', 'commentHandling'];

const TITLES = { opinion: { zh: '理由', en: 'The reason' }, verdict: { zh: '会签意见', en: 'The answer' } };

const countersigned = z.strictObject({
  rows: z
    .record(
      z.uuid(),
      z.strictObject({ verdict: z.enum(['agree', 'object', '']), opinion: cleanText(2000).default('') }),
    )
    .default({}),
});

/**
 * What the sheet's panel sends with an answer. A countersigning unit's is checked when it is sent, not when the last unit
 * answers: only its own open rows, with a verdict that its answer does not contradict. Other states send nothing.
 */
export const countersignPanel: PanelCheck = {
  panel: 'target-sheet',
  async check(sql, { state, recordId, unitId, outcome, data }) {
    if (REVIEWED.includes(state)) return;
    if (state !== 'cosign') {
      parseBody(z.strictObject({}), data, TITLES, '/data');
      return;
    }
    const given = parseBody(countersigned, data, TITLES, '/data').rows;
    const rows = await loadRows(sql, recordId);
    const own = new Set(
      rows.filter((row) => !row.locked && row.content.coopUnitIds.includes(unitId ?? '')).map((row) => row.rowId),
    );
    const errors = Object.entries(given).flatMap(([rowId, { verdict }]): FieldProblem[] => {
      if (!own.has(rowId)) return [{ pointer: `/data/rows/${rowId}`, code: 'row.not-yours', message: NOT_YOURS }];
      if (outcome === 'object' || verdict !== 'object') return [];
      return [{ pointer: `/data/rows/${rowId}/verdict`, code: 'row.objected', message: OBJECTED }];
    });
    if (errors.length > 0) throw refusedFields(errors);
  },
};

const NOT_YOURS: Text = {
  zh: '这一项目标不由贵单位会签，请去掉。',
  en: 'This target is not for your unit to countersign. Leave it out.',
};
const OBJECTED: Text = {
  zh: '这一项选了“不同意”，整表不能答“同意”。请改选“不同意”，或改正此项。',
  en: 'This target is objected to, so the whole cannot be agreed to. Object, or change this target.',
};
