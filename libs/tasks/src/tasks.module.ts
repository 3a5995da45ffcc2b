import { Module, type OnModuleInit } from '@nestjs/common';
import { Effects, EngineModule } from '#engine';
import { OrganisationModule } from '#organisation';
import { Answers } from './answers.js';
import { CaseList } from './case-list.js';
import { CaseSettings } from './case-settings.js';
import { Cases } from './cases.js';
import { Drafts } from './drafts.js';
import { Histories } from './histories.js';
import { Inbox } from './inbox.js';
import { KnownTasks } from './known-tasks.js';
import { Ladder } from './ladder.js';
import { NextTask } from './next-task.js';
import { Panels } from './panels.js';
import { Rights } from './rights.js';
import { SubjectChanges } from './subject-changes.js';
import { TaskOpener } from './task-opener.js';
import { TaskReader } from './task-reader.js';

/** What people do inside a state. */
@Module({
  imports: [EngineModule, OrganisationModule],
  providers: [
    Answers,
    CaseList,
    CaseSettings,
    Cases,
    Drafts,
    Histories,
    Inbox,
    KnownTasks,
    Ladder,
    NextTask,
    Panels,
    Rights,
    SubjectChanges,
    TaskOpener,
    TaskReader,
  ],
  exports: [Answers, CaseList, Cases, Drafts, Histories, Inbox, Panels, Rights, SubjectChanges],
})
export class TasksModule implements OnModuleInit {
  constructor(
    private readonly effects: Effects,
    private readonly opener: TaskOpener,
    private readonly known: KnownTasks,
    private readonly next: NextTask,
  ) {}

  onModuleInit(): void {
    this.effects.listen(this.opener);
    this.effects.watch((step) => this.known.note(step));
    this.effects.watch((step) => this.next.note(step));
  }
}
