import { Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { CaseView, ChartNode, OperationName } from '#contracts';
import { Definitions } from '../case/definitions';
import { Session } from '../session/session';
import { Announcements } from '../surface/announcements';
import { Icon } from '../surface/icon';
import type { IconName } from '../surface/icons';
import { Menu } from '../surface/menu';
import { Language } from '../wording/language';
import { Say } from '../wording/say';
import { Words } from '../wording/words';
import { offeredOperations } from './offered-operations';
import { ReasonDialog, type Order } from './reason-dialog';

const MARKS: Record<OperationName, IconName> = {
  suspend: 'lock',
  resume: 'next',
  modify: 'flow',
  cancel: 'cross',
  restart: 'return',
};

/** What those who answer for the whole may do to a case beside its chart. */
@Component({
  selector: 'kp-case-operations',
  imports: [Icon, Menu, ReasonDialog, Say, TranslocoDirective],
  templateUrl: './case-operations.html',
})
export class CaseOperations {
  readonly view = input.required<CaseView>();
  /** The case is not as it was: done, or refused because somebody was faster. */
  readonly changed = output();

  protected readonly asked = signal<OperationName | null>(null);
  protected readonly states = signal<ChartNode[]>([]);
  protected readonly state = signal('');
  protected readonly isUnchosen = signal(false);
  protected readonly marks = MARKS;
  protected readonly offered = computed(() =>
    offeredOperations(this.view(), (permission) => this.session.may(permission)),
  );
  private readonly session = inject(Session);
  private readonly definitions = inject(Definitions);
  private readonly language = inject(Language);
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);

  constructor() {
    effect(() => {
      if (this.asked() === 'modify') untracked(() => void this.learnStates());
    });
  }

  protected readonly orderOf = (reason: string): Order | null => {
    const name = this.asked();
    const { instanceId, revision } = this.view();
    const path = `cases/${instanceId}/operations/${name ?? ''}`;
    if (name !== 'modify') return { path, body: { reason, revision } };
    this.isUnchosen.set(this.state() === '');
    return this.state() === '' ? null : { path, body: { reason, revision, states: [this.state()] } };
  };

  protected ask(name: OperationName): void {
    this.state.set('');
    this.isUnchosen.set(false);
    this.asked.set(name);
  }

  protected tell(name: OperationName): void {
    const act = this.words.of(`operation.name.${name}`);
    this.announcements.say(this.words.of('operation.done', { act, title: this.words.in(this.view().title) }));
    this.changed.emit();
  }

  private async learnStates(): Promise<void> {
    const { workflow, version } = this.view();
    // Without the states nothing can be chosen; the dialog says so when it is sent.
    const definition = await this.definitions.of(workflow, version, this.language.current()).catch(() => null);
    const isPlace = ({ kind }: ChartNode): boolean => kind === 'task' || kind === 'wait' || kind === 'end';
    this.states.set(definition?.chart.nodes.filter(isPlace) ?? []);
  }
}
