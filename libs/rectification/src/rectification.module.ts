import { Module, type OnModuleInit } from '@nestjs/common';
import { Effects, EngineModule } from '#engine';
import { addFindings, carryOpinionOver, closeOpinion, mergeOpinion } from './opinion-effects.js';
import { OpinionRegister } from './opinion-register.js';
import { OpinionTable } from './opinion-table.js';

/** Opinions of the public and their rectification (B5). Needs `Clock` and `CalendarSource` from the composition root. */
@Module({
  imports: [EngineModule],
  providers: [OpinionRegister, OpinionTable],
  exports: [OpinionTable],
})
export class RectificationModule implements OnModuleInit {
  constructor(private readonly effects: Effects) {}

  onModuleInit(): void {
    for (const effect of [closeOpinion, carryOpinionOver, mergeOpinion, addFindings]) this.effects.register(effect);
  }
}
