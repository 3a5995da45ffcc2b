import { Module } from '@nestjs/common';
import { DefinitionLibrary } from './definition-library.js';
import { Effects } from './effects.js';
import { Engine } from './engine.js';
import { Outbox } from './outbox.js';
import { Timers } from './timers.js';

/** Needs `Database`, `Clock` and `CalendarSource` from the composition root. */
@Module({
  providers: [DefinitionLibrary, Effects, Engine, Outbox, Timers],
  exports: [DefinitionLibrary, Effects, Engine, Outbox, Timers],
})
export class EngineModule {}
