import { Module } from '@nestjs/common';
import { BatchControl } from './batch-control.js';
import { Batches } from './batches.js';
import { Bell } from './bell.js';
import { CaseOperations } from './case-operations.js';
import { DefinitionLibrary } from './definition-library.js';
import { Effects } from './effects.js';
import { Engine } from './engine.js';
import { Housekeeping } from './housekeeping.js';
import { Incidents } from './incidents.js';
import { InstanceLoader } from './instance-loader.js';
import { JournalMonths } from './journal-months.js';
import { Mailroom } from './mailroom.js';
import { MigrationBatches } from './migration-batches.js';
import { Outbox } from './outbox.js';
import { StepComposer } from './step-composer.js';
import { Timers } from './timers.js';

/** Needs `Database`, `Clock` and `CalendarSource` from the composition root. */
@Module({
  providers: [
    BatchControl,
    Batches,
    Bell,
    CaseOperations,
    DefinitionLibrary,
    Effects,
    Engine,
    Housekeeping,
    Incidents,
    InstanceLoader,
    JournalMonths,
    Mailroom,
    MigrationBatches,
    Outbox,
    StepComposer,
    Timers,
  ],
  exports: [
    BatchControl,
    Batches,
    Incidents,
    Bell,
    CaseOperations,
    DefinitionLibrary,
    Effects,
    Engine,
    Housekeeping,
    InstanceLoader,
    JournalMonths,
    Mailroom,
    MigrationBatches,
    Outbox,
    Timers,
  ],
})
export class EngineModule {}
