import {
  Component,
  DOCUMENT,
  type ElementRef,
  afterNextRender,
  computed,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { CaseView, TaskView } from '#contracts';
import { CaseOperations } from '../operations/case-operations';
import { Session } from '../session/session';
import { Icon } from '../surface/icon';
import { DueLabel } from '../wording/due-label';
import { Say, UnitName } from '../wording/say';
import { Written } from '../wording/written';

/** The reader's question first: what is it, what must I do, by when, why me. */
@Component({
  selector: 'kp-case-head',
  imports: [CaseOperations, DueLabel, Icon, RouterLink, Say, TranslocoDirective, UnitName, Written],
  templateUrl: './case-head.html',
  host: { class: 'case-head' },
})
export class CaseHead {
  readonly view = input.required<CaseView>();
  readonly task = input.required<TaskView | null>();
  readonly isBeside = input(false);
  readonly closed = output();
  readonly taskChosen = output<string>();
  readonly changed = output();

  protected readonly session = inject(Session);
  protected readonly waiting = computed(() => this.view().states.filter((state) => state.wait !== null));
  protected readonly others = computed(() => this.view().openTasks.filter((open) => !this.isMine(open.taskId)));
  private readonly title = viewChild<ElementRef<HTMLElement>>('title');

  constructor() {
    // On a page of its own, or where the list gave way to the matter, its name is where reading starts.
    const { body } = inject(DOCUMENT);
    afterNextRender(() => {
      const isLost = body.ownerDocument.activeElement === body;
      if (!this.isBeside() || isLost) this.title()?.nativeElement.focus({ preventScroll: true });
    });
  }

  private isMine(taskId: string): boolean {
    return this.view().myTasks.some((task) => task.taskId === taskId);
  }
}
