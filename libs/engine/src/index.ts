import { BatchEntity } from './batch.entity.js';
import { BatchItemEntity } from './batch-item.entity.js';
import { CommandEntity } from './command.entity.js';
import { DefinitionEntity } from './definition.entity.js';
import { InstanceEntity } from './instance.entity.js';
import { JournalEntryEntity } from './journal-entry.entity.js';
import { MessageEntity } from './message.entity.js';
import { Engine1700000002000 } from './migrations/1700000002000-engine.js';
import { EngineStrength1700000011000 } from './migrations/1700000011000-engine-strength.js';
import { Housekeeping1700000012000 } from './migrations/1700000012000-housekeeping.js';
import { StepRows1700000014000 } from './migrations/1700000014000-step-rows.js';
import { TimesAsRanges1700000017000 } from './migrations/1700000017000-times-as-ranges.js';
import { JournalXact1700000023000 } from './migrations/1700000023000-journal-xact.js';
import { RowsOfSteps1700000050000 } from './migrations/1700000050000-rows-of-steps.js';
import { RowsOfCopies1700000048000 } from './migrations/1700000048000-rows-of-copies.js';
import { RoomForSteps1700000047000 } from './migrations/1700000047000-room-for-steps.js';
import { OutboxMessageEntity } from './outbox-message.entity.js';
import { TimerEntity } from './timer.entity.js';

export * from './batch-control.js';
export * from './batch-kinds.js';
export * from './batches.js';
export * from './bell.js';
export * from './calendar-source.js';
export * from './case-operations.js';
export * from './commands.js';
export * from './definition-library.js';
export * from './effects.js';
export * from './engine.js';
export * from './engine.module.js';
export * from './housekeeping.js';
export * from './idempotency.js';
export * from './incidents.js';
export * from './instance-loader.js';
export type { InstanceRow } from './instance-row.js';
export * from './journal-months.js';
export { journalSource } from './journal-source.js';
export * from './mailroom.js';
export * from './migration-batches.js';
export * from './outbox.js';
export { OutboxMessageEntity } from './outbox-message.entity.js';
export * from './parentage.js';
export * from './refusals.js';
export * from './step-composer.js';
export { keysOf, OF_INSTANCES } from './step-statement.js';
export * from './timers.js';
export type { StoredCase } from './verify/case-page.js';
export type { TableCheck } from './verify/table-checks.js';
export * from './verify/verifier.js';
export type { Violation } from './verify/violation.js';

export const entities = [
  DefinitionEntity,
  InstanceEntity,
  JournalEntryEntity,
  TimerEntity,
  OutboxMessageEntity,
  CommandEntity,
  MessageEntity,
  BatchEntity,
  BatchItemEntity,
];
export const migrations = [
  Engine1700000002000,
  EngineStrength1700000011000,
  Housekeeping1700000012000,
  StepRows1700000014000,
  JournalXact1700000023000,
  RoomForSteps1700000047000,
  RowsOfCopies1700000048000,
  RowsOfSteps1700000050000,
  TimesAsRanges1700000017000,
];
