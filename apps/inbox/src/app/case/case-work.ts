import { Component, computed, inject, input, output, viewChild } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { AnswerResult, CaseView, TaskView } from '#contracts';
import { ActList } from './act-list';
import { CaseDesk } from './case-desk';
import { CaseFacts } from './case-facts';
import { DomainPanel } from './domain-panel';
import { ReturnNotice } from './return-notice';
import { TaskWork } from './task-work';
import { UnsentWork } from './unsent-work';

/** What the reader can do here, with what there is to read for it. */
@Component({
  selector: 'kp-case-work',
  imports: [ActList, CaseFacts, DomainPanel, ReturnNotice, TaskWork, TranslocoDirective, UnsentWork],
  template: `
    <ng-container *transloco="let t">
      @if (desk.unsent(); as unsent) {
        <kp-unsent-work [unsent]="unsent" [view]="view()" (dismissed)="desk.dismissUnsent()" />
      }
      @if (!panel() && returned(); as entry) {
        <kp-return-notice [entry]="entry" />
      }
      @if (panel(); as name) {
        <kp-domain-panel [name]="name" [view]="view()" [task]="task()" [draft]="draft()" />
      } @else {
        <kp-case-facts [view]="view()" [besides]="asked()" />
      }
      @if (task(); as task) {
        @for (one of [task]; track one.taskId) {
          <kp-task-work [view]="view()" [task]="one" (answered)="answered.emit($event)">
            @if (view().acts.length) {
              <kp-act-list [view]="view()" (answered)="answered.emit($event)" />
            }
          </kp-task-work>
        }
      } @else if (view().acts.length) {
        <kp-act-list [view]="view()" (answered)="answered.emit($event)" />
      }
    </ng-container>
  `,
})
export class CaseWork {
  readonly view = input.required<CaseView>();
  readonly task = input.required<TaskView | null>();
  readonly answered = output<AnswerResult>();

  protected readonly desk = inject(CaseDesk);
  private readonly work = viewChild(TaskWork);
  protected readonly panel = computed(() => this.task()?.panel ?? this.view().panel);
  protected readonly returned = computed(() => {
    const task = this.task();
    return task ? this.desk.returnOf(task) : null;
  });
  protected readonly asked = computed(() => this.task()?.form?.fields.map((one) => one.field) ?? []);
  protected readonly draft = computed(() => {
    const task = this.task();
    return task ? this.desk.draftOf(task) : null;
  });

  decide(): void {
    this.work()?.decide();
  }
}
