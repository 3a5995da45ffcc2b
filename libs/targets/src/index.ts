import { PublicCommentEntity } from './comments/public-comment.entity.js';
import { Sheets1700000006000 } from './migrations/1700000006000-sheets.js';
import { TargetYearEntity } from './opening/target-year.entity.js';
import { entities as planEntities, migrations as planMigrations } from './plan/index.js';
import { RowVerdictEntity } from './review/row-verdict.entity.js';
import { TargetRowEntity } from './sheet/target-row.entity.js';
import { TargetSheetEntity } from './sheet/target-sheet.entity.js';
import { SheetSubmissionEntity } from './submission/sheet-submission.entity.js';

export { kpiTable, Plan, specialTargetTable, type PlanRow, type PlanTree, type SpecialTarget } from './plan/index.js';
export { commentAnswerSchema, Comments, commentSchema } from './comments/comments.js';
export { TargetList } from './list/target-list.js';
export { Declarations } from './opening/declarations.js';
export { YearOpening } from './opening/year-opening.js';
export { newRowSchema, rowPatchSchema } from './sheet/row-change.js';
export { Sheets } from './sheet/sheets.js';
export { TargetsModule } from './targets.module.js';

export const entities = [
  ...planEntities,
  TargetYearEntity,
  TargetSheetEntity,
  TargetRowEntity,
  RowVerdictEntity,
  SheetSubmissionEntity,
  PublicCommentEntity,
];
export const migrations = [...planMigrations, Sheets1700000006000];
