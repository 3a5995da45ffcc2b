import { Module, type OnModuleInit } from '@nestjs/common';
import { CalendarSource, DefinitionLibrary, Effects, EngineModule } from '#engine';
import { OrganisationModule } from '#organisation';
import { Panels, TasksModule } from '#tasks';
import { Comments } from './comments/comments.js';
import { TargetList } from './list/target-list.js';
import { Declarations } from './opening/declarations.js';
import { YearOpening } from './opening/year-opening.js';
import { Plan } from './plan/index.js';
import { annualTargetSource } from './process/annual-target-source.js';
import { draftingEffects } from './process/drafting-effects.js';
import { endingEffects } from './process/ending-effects.js';
import { publicationEffects } from './process/publication-effects.js';
import { reviewEffects } from './process/review-effects.js';
import { countersignPanel } from './review/countersign-panel.js';
import { Sheets } from './sheet/sheets.js';

/** The yearly targets of units; needs `Database`, `Clock` and `CalendarSource` from the composition root. */
@Module({
  imports: [EngineModule, OrganisationModule, TasksModule],
  providers: [Comments, Declarations, Plan, Sheets, TargetList, YearOpening],
  exports: [Comments, Declarations, Plan, Sheets, TargetList, YearOpening],
})
export class TargetsModule implements OnModuleInit {
  constructor(
    private readonly effects: Effects,
    private readonly definitions: DefinitionLibrary,
    private readonly calendars: CalendarSource,
    private readonly panels: Panels,
  ) {}

  onModuleInit(): void {
    this.effects.source(annualTargetSource);
    this.panels.register(countersignPanel);
    const own = [
      ...draftingEffects,
      ...reviewEffects,
      ...publicationEffects(this.definitions, this.calendars),
      ...endingEffects,
    ];
    for (const effect of own) this.effects.register(effect);
  }
}
