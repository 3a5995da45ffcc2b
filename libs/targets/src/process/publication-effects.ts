import { resolveSpan } from '#calendar';
import type { CalendarSource, DefinitionLibrary, TransactionEffect } from '#engine';
import { ANNUAL_TARGET } from './annual-target-source.js';
import { sheetEffect } from './sheet-step.js';

const WINDOW = 'publicCommentWindow';

/** The effects that show a sheet to the public and take it away again (M030); the window is the chart’s own timer. */
export function publicationEffects(definitions: DefinitionLibrary, calendars: CalendarSource): TransactionEffect[] {
  const publish = sheetEffect('sheet.publish', async ({ tenantId, version, sheetId, at, subject }, sql) => {
    const chart = await definitions.chart(tenantId, ANNUAL_TARGET, version);
    const window = chart.definition.timers[WINDOW];
    if (!window) throw new Error(`${ANNUAL_TARGET} ${version} has no timer ${WINDOW}`);
    const { dueAt } = resolveSpan(window, at, subject, await calendars.of(tenantId));
    await sql.query(
      `UPDATE target_sheets SET published_at = $2, comments_open = true, comments_until = $3 WHERE sheet_id = $1`,
      [sheetId, at, dueAt],
    );
  });
  const closeComments = sheetEffect('sheet.closeComments', async ({ sheetId }, sql) => {
    await sql.query(`UPDATE target_sheets SET comments_open = false WHERE sheet_id = $1`, [sheetId]);
  });
  return [publish, closeComments];
}
