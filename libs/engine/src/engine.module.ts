import { Module } from '@nestjs/common';
import { Bell } from './bell.js';
import { CaseOperations } from './case-operations.js';
import { DefinitionLibrary } from './definition-library.js';
import { Effects } from './effects.js';
import { Engine } from './engine.js';
import { InstanceLoader } from './instance-loader.js';
import { Mailroom } from './mailroom.js';
import { Outbox } from './outbox.js';
import { StepComposer } from './step-composer.js';
import { Timers } from './timers.js';

/** Needs `Database`, `Clock` and `CalendarSource` from the composition root. */
@Module({
  providers: [
    Bell,
    CaseOperations,
    DefinitionLibrary,
    Effects,
    Engine,
    InstanceLoader,
    Mailroom,
    Outbox,
    StepComposer,
    Timers,
  ],
  exports: [Bell, CaseOperations, DefinitionLibrary, Effects, Engine, Mailroom, Outbox, Timers],
})
export class EngineModule {}
