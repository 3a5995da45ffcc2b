import { Injectable } from '@nestjs/common';
import type { ChangesView, CommentView, SheetView, Text } from '#contracts';
import { answeredBefore, DefinitionLibrary, keepAnswer, type CommandKey } from '#engine';
import { Organisation, reachOf } from '#organisation';
import { Database, DomainError, newId, type Sql } from '#platform';
import { noteHand, readerIn, type Reader } from '#tasks';
import { readComments } from '../comments/comment-store.js';
import { ANNUAL_TARGET } from '../process/annual-target-source.js';
import { loadCountersigns, loadVerdicts } from '../review/verdict-store.js';
import { changesBetween } from '../submission/changes.js';
import { loadLastSubmissions } from '../submission/submission-store.js';
import type { SubmittedRow } from '../submission/submitted-row.js';
import { mustCooperate } from './cooperation.js';
import { readingOf, type Reading } from './reading-rights.js';
import { mustBeCurrent, mustBeWritable, mustKeepPlan, parseNewRow, parsePatch, withChange } from './row-change.js';
import { BLANK_CONTENT } from './row-content.js';
import type { RowRecord, SheetRecord } from './sheet-record.js';
import { holdRow, holdSheet, insertRows, loadRows, loadSheet, updateRow } from './sheet-store.js';
import { viewOf } from './sheet-view.js';
import { mustBeUnlocked, mustWrite } from './write-rights.js';

const MAX_ROWS = 50;

/** The sheets that units propose (年度目标申报表): read and written as the state of their case and the reader’s posts allow. */
@Injectable()
export class Sheets {
  constructor(
    private readonly database: Database,
    private readonly organisation: Organisation,
    private readonly definitions: DefinitionLibrary,
  ) {}

  /** The sheet as the reader may see it; refused with `sheet.missing`. */
  async read(asking: Reader, sheetId: string): Promise<SheetView> {
    const { reader, sheet, rows, reading } = await this.#openToRead(asking, sheetId);
    const verdicts = await loadVerdicts(this.database, sheetId);
    const countersigns = sheet.states.includes('cosign') ? await loadCountersigns(this.database, sheet.instanceId) : [];
    const comments = commentsFor(reader, await readComments(this.database, sheetId));
    const named = [
      sheet.unitId,
      ...rows.flatMap((row) => row.content.coopUnitIds),
      ...verdicts.flatMap((verdict) => verdict.unitId ?? []),
    ];
    const units = await this.organisation.refsByIds(this.database, reader.tenantId, named);
    const chart = await this.definitions.chart(reader.tenantId, ANNUAL_TARGET, sheet.version);
    const stateTitles = (state: string): Text => chart.states.get(state)?.meta.title ?? { zh: state, en: state };
    return viewOf({ sheet, rows, verdicts, countersigns, comments, units, stateTitles }, reading);
  }

  /**
   * Changes fields of one target. Refused with `body.invalid` field by field, `row.changed` with what changed where the
   * revision is stale, `row.locked`, and `sheet.not-open` where the sheet is not with the reader to be written.
   */
  async patchRow(reader: Reader, sheetId: string, rowId: string, body: unknown): Promise<SheetView> {
    const patch = parsePatch(body);
    await this.database.transaction(async (sql) => {
      const { sheet, reading } = await this.#openToWrite(sql, reader, sheetId);
      const row = await theRow(sql, sheetId, rowId);
      mustBeUnlocked(row);
      mustBeCurrent(row, patch.revision);
      mustBeWritable(reading.mode, row, patch);
      const changed = withChange(row, patch);
      if (changed === row) return;
      mustKeepPlan(reading.mode, changed);
      if (patch.content.coopUnitIds) await mustCooperate(sql, reader.tenantId, sheet.unitId, changed);
      await updateRow(sql, changed);
    });
    return this.read(reader, sheetId);
  }

  /** Adds a self-declared target while the unit drafts its main sheet; answers which row it became. */
  async addRow(
    reader: Reader,
    sheetId: string,
    body: unknown,
    key: CommandKey,
  ): Promise<{ rowId: string; view: SheetView }> {
    const given = parseNewRow(body);
    const rowId = await this.database.transaction(async (sql) => {
      await oneAtATime(sql, reader, sheetId);
      const before = await answeredBefore<string>(sql, reader.tenantId, key);
      if (before) return before;
      const { sheet, rows, reading } = await this.#openToWrite(sql, reader, sheetId);
      if (reading.mode !== 'draft' || sheet.kind !== 'main') throw noAdding();
      if (rows.length >= MAX_ROWS) throw tooManyRows();
      const blank: RowRecord = {
        rowId: newId(),
        no: (rows.at(-1)?.no ?? 0) + 1,
        revision: 1,
        fieldRevisions: {},
        origin: 'declared',
        class: given.class ?? 'functional',
        kpiNo: null,
        plan: null,
        fromAbove: false,
        locked: false,
        returned: false,
        content: { ...BLANK_CONTENT, ...given.content },
      };
      await mustCooperate(sql, reader.tenantId, sheet.unitId, blank);
      await insertRows(sql, reader.tenantId, [{ ...blank, sheetId }]);
      await keepAnswer(sql, reader.tenantId, key, blank.rowId);
      return blank.rowId;
    });
    return { rowId, view: await this.read(reader, sheetId) };
  }

  /** Takes a self-declared target off the sheet; an assigned one is refused with `row.assigned-stays` (M027). */
  async removeRow(reader: Reader, sheetId: string, rowId: string): Promise<SheetView> {
    await this.database.transaction(async (sql) => {
      await oneAtATime(sql, reader, sheetId);
      const { reading } = await this.#openToWrite(sql, reader, sheetId);
      const row = await theRow(sql, sheetId, rowId);
      if (row.origin === 'assigned') throw assignedStays(row);
      if (reading.mode !== 'draft') throw noAdding();
      mustBeUnlocked(row);
      await sql.query(`DELETE FROM target_rows WHERE row_id = $1`, [rowId]);
      await sql.query(`UPDATE target_rows SET no = no - 1 WHERE sheet_id = $1 AND no > $2`, [sheetId, row.no]);
    });
    return this.read(reader, sheetId);
  }

  /** What changed between the last two submissions; while the unit drafts, since its last submission. */
  async changes(asking: Reader, sheetId: string): Promise<ChangesView> {
    const { reader, sheet, rows, reading } = await this.#openToRead(asking, sheetId);
    const [last, before] = await loadLastSubmissions(this.database, sheetId);
    const now = sheet.states.includes('drafting') ? { at: null, rows: rows.map(submitted) } : last;
    const since = sheet.states.includes('drafting') ? last : before;
    if (!now || !since) return { since: null, until: null, groups: [] };
    const own = (of: SubmittedRow[]): SubmittedRow[] =>
      reading.onlyRowsOf === null
        ? of
        : of.filter((row) => row.content.coopUnitIds.some((unit) => reading.onlyRowsOf?.includes(unit)));
    const named = [...since.rows, ...now.rows].flatMap((row) => row.content.coopUnitIds);
    const units = await this.organisation.refsByIds(this.database, reader.tenantId, named);
    return {
      since: since.at.toISOString(),
      until: now.at?.toISOString() ?? null,
      groups: changesBetween(own(since.rows), own(now.rows), (unitId) => units.get(unitId)?.name ?? unitId),
    };
  }

  /** Whoever writes a sheet takes part in its drafting: separation of duties counts them. */
  async #openToWrite(sql: Sql, reader: Reader, sheetId: string): Promise<Opened> {
    const opened = await this.#open(sql, reader, await holdSheet(sql, reader.tenantId, sheetId));
    mustWrite(opened.reading.mode);
    await noteHand(sql, reader, opened.sheet.instanceId);
    return opened;
  }

  /** Of the reader's tenant, or of one below that they reach: there they meet it as its tenant meets them. */
  async #openToRead(reader: Reader, sheetId: string): Promise<Opened> {
    const { tenantIds } = reachOf(reader.holdings, 'sheet.read');
    const sheet = await loadSheet(this.database, [reader.tenantId, ...tenantIds], sheetId);
    return this.#open(this.database, readerIn(reader, sheet.tenantId), sheet);
  }

  async #open(sql: Sql, reader: Reader, sheet: SheetRecord): Promise<Opened> {
    const rows = await loadRows(sql, sheet.sheetId);
    return { reader, sheet, rows, reading: readingOf(reader, sheet, rows) };
  }
}

/**
 * Adding and removing number the targets anew: one window at a time, so that no two get one number. The instance is held
 * first, as every step does it.
 */
async function oneAtATime(sql: Sql, reader: Reader, sheetId: string): Promise<void> {
  await holdSheet(sql, reader.tenantId, sheetId);
  await sql.query(`SELECT sheet_id FROM target_sheets WHERE sheet_id = $1 FOR NO KEY UPDATE`, [sheetId]);
}

interface Opened {
  reader: Reader;
  sheet: SheetRecord;
  rows: RowRecord[];
  reading: Reading;
}

function submitted({ rowId, no, class: rowClass, content }: RowRecord): SubmittedRow {
  return { rowId, no, class: rowClass, content };
}

async function theRow(sql: Sql, sheetId: string, rowId: string): Promise<RowRecord> {
  const row = await holdRow(sql, sheetId, rowId);
  if (row) return row;
  throw new DomainError('missing', 'row.missing', {
    zh: '申报表里没有这一项目标，可能已被删除。请刷新后核对。',
    en: 'The sheet has no such target; it may have been removed. Refresh and check.',
  });
}

function noAdding(): DomainError {
  return new DomainError('conflict', 'row.not-addable', {
    zh: '只有单位编制主表时可以增减自行申报的目标。',
    en: 'Self-declared targets can be added and removed only while the unit drafts its main sheet.',
  });
}

function tooManyRows(): DomainError {
  return new DomainError('conflict', 'sheet.full', {
    zh: `一份申报表最多 ${MAX_ROWS} 项目标，请合并同类目标。`,
    en: `A sheet holds at most ${MAX_ROWS} targets: join those that are alike.`,
  });
}

function assignedStays(row: RowRecord): DomainError {
  return new DomainError('conflict', 'row.assigned-stays', {
    zh: `第 ${row.no} 项是下达的目标，单位不能删除。确有不妥的，请在提交意见中说明，由考评办决定。`,
    en: `Target ${row.no} is assigned and cannot be removed. If it is wrong, say so when you submit; the office decides.`,
  });
}

/** Who a comment is from is personal data: only those who answer the public read it. */
function commentsFor(reader: Reader, comments: CommentView[]): CommentView[] {
  if (reachOf(reader.holdings, 'comment.read').isEverywhere) return comments;
  return comments.map((comment) => ({ ...comment, from: null }));
}
