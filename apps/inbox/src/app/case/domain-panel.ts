import { NgComponentOutlet } from '@angular/common';
import { Component, computed, input, resource } from '@angular/core';
import type { CaseView, TaskView } from '#contracts';
import { Failure } from '../surface/failure';
import { Skeleton } from '../surface/skeleton';
import { PANELS } from './panels';
import type { TaskDraft } from './task-draft';

/** The panel that a domain adds to the case, fetched when it is first needed. */
@Component({
  selector: 'kp-domain-panel',
  imports: [Failure, NgComponentOutlet, Skeleton],
  template: `
    @if (panel.error(); as error) {
      <kp-failure [error]="error" [canRetry]="true" (retry)="panel.reload()" />
    } @else if (panel.value(); as component) {
      <ng-container [ngComponentOutlet]="component" [ngComponentOutletInputs]="inputs()" />
    } @else if (panel.isLoading()) {
      <kp-skeleton [rows]="6" />
    }
  `,
})
export class DomainPanel {
  readonly name = input.required<string>();
  readonly view = input.required<CaseView>();
  readonly task = input.required<TaskView | null>();
  readonly draft = input.required<TaskDraft | null>();

  protected readonly inputs = computed(() => ({ view: this.view(), task: this.task(), draft: this.draft() }));
  protected readonly panel = resource({
    params: () => this.name(),
    loader: ({ params: name }) => PANELS[name]?.() ?? Promise.resolve(null),
  });
}
