import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperationLog } from '#audit';
import type { SheetProblem, SheetRow, SheetView } from '#contracts';
import { once, type CommandKey } from '#engine';
import { Database } from '#platform';
import { commentAnswerSchema, Comments, Declarations, newRowSchema, rowPatchSchema, Sheets } from '#targets';
import { z } from 'zod';
import { Permit } from './access.js';
import { declared, sheetView, writtenRow } from './answers/sheet-view.js';
import { Key } from './command-key.js';
import { described } from './json-schema.js';
import { uuid } from './query-fields.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const declaration = z.strictObject({ year: z.number().int().min(2000).max(2100), unitId: uuid });
const rowPatch = described(z.unknown(), rowPatchSchema);
const newRow = described(z.unknown(), newRowSchema);
const commentAnswer = described(z.unknown(), commentAnswerSchema);

/** A row after it was written, with what its sheet adds up to now. */
interface WrittenRow {
  row: SheetRow;
  problems: SheetProblem[];
  weightSum: number;
}

/** The sheets that units propose (B1). Bodies are parsed by the lib, field by field, by state and post. */
@ApiTags('sheet')
@Controller('api')
export class SheetController {
  constructor(
    private readonly sheets: Sheets,
    private readonly declarations: Declarations,
    private readonly comments: Comments,
    private readonly database: Database,
    private readonly operations: OperationLog,
  ) {}

  @Post('sheets')
  @Permit('sheet.write')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Starts a sheet of the unit’s own targets (自行申报)' })
  @Replies(201, declared)
  declare(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Body({ schema: declaration }) body: z.infer<typeof declaration>,
  ): Promise<{ sheetId: string; instanceId: string }> {
    return once(this.database, visitor.tenantId, key, () => this.declarations.declare(visitor, body.year, body.unitId));
  }

  @Get('sheets/:sheetId')
  @Permit('sheet.read')
  @ApiOperation({ summary: 'One sheet, as the state of its case and the reader’s posts allow' })
  @Replies(200, sheetView)
  async read(@Who() visitor: Visitor, @Param('sheetId', { schema: uuid }) sheetId: string): Promise<SheetView> {
    const view = await this.sheets.read(visitor, sheetId);
    // Comments bear the names of citizens, for those who answer them.
    if (view.comments.some(({ from }) => from !== null && from !== '')) {
      const read = { tenantId: visitor.tenantId, action: 'personal-data.read', object: { kind: 'sheet', id: sheetId } };
      await this.operations.noteSparingly(this.database, read, visitor.accountId);
    }
    return view;
  }

  @Patch('sheets/:sheetId/rows/:rowId')
  @Permit('sheet.write')
  @ApiOperation({
    summary: 'Changes fields of one target; 409 `row.changed` with what changed where the revision is stale',
  })
  @Replies(200, writtenRow)
  async patchRow(
    @Who() visitor: Visitor,
    @Param('sheetId', { schema: uuid }) sheetId: string,
    @Param('rowId', { schema: uuid }) rowId: string,
    @Body({ schema: rowPatch }) body: unknown,
  ): Promise<WrittenRow> {
    return written(await this.sheets.patchRow(visitor, sheetId, rowId, body), (row) => row.rowId === rowId);
  }

  @Post('sheets/:sheetId/rows')
  @Permit('sheet.write')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Adds a self-declared target' })
  @Replies(201, writtenRow)
  async addRow(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('sheetId', { schema: uuid }) sheetId: string,
    @Body({ schema: newRow }) body: unknown,
  ): Promise<WrittenRow> {
    const { rowId, view } = await this.sheets.addRow(visitor, sheetId, body, key);
    return written(view, (row) => row.rowId === rowId);
  }

  @Delete('sheets/:sheetId/rows/:rowId')
  @Permit('sheet.write')
  @ApiOperation({ summary: 'Takes a self-declared target off the sheet' })
  @Replies(200, sheetView)
  removeRow(
    @Who() visitor: Visitor,
    @Param('sheetId', { schema: uuid }) sheetId: string,
    @Param('rowId', { schema: uuid }) rowId: string,
  ): Promise<SheetView> {
    return this.sheets.removeRow(visitor, sheetId, rowId);
  }

  @Put('comments/:commentId/answer')
  @Permit('comment.read')
  @HttpCode(204)
  @ApiOperation({ summary: 'Answers a comment of the public (M030)' })
  answerComment(
    @Who() visitor: Visitor,
    @Param('commentId', { schema: uuid }) commentId: string,
    @Body({ schema: commentAnswer }) body: unknown,
  ): Promise<void> {
    return this.comments.answer(visitor, commentId, body);
  }
}

function written(view: SheetView, isIt: (row: SheetRow) => boolean): WrittenRow {
  const row = view.rows.find(isIt);
  if (!row) throw new Error(`sheet ${view.sheetId} shows no row that was just written`);
  return { row, problems: view.problems, weightSum: view.weightSum };
}
