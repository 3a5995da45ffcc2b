import { CommandEntity } from './command.entity.js';
import { DefinitionEntity } from './definition.entity.js';
import { InstanceEntity } from './instance.entity.js';
import { JournalEntryEntity } from './journal-entry.entity.js';
import { Engine1700000002000 } from './migrations/1700000002000-engine.js';
import { OutboxMessageEntity } from './outbox-message.entity.js';
import { TimerEntity } from './timer.entity.js';

export * from './calendar-source.js';
export * from './definition-library.js';
export * from './effects.js';
export * from './engine.js';
export * from './engine.module.js';
export * from './idempotency.js';
export * from './outbox.js';
export * from './timers.js';

export const entities = [
  DefinitionEntity,
  InstanceEntity,
  JournalEntryEntity,
  TimerEntity,
  OutboxMessageEntity,
  CommandEntity,
];
export const migrations = [Engine1700000002000];
