import {
  Component,
  type ElementRef,
  afterNextRender,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { HAPPENINGS, type Happening, type WebhookOrder, type WebhookSecret, type WebhookView } from '#contracts';
import { WorkflowList } from '../cases/workflow-list';
import { Api } from '../http/api';
import { Press } from '../http/press';
import { Failure } from '../surface/failure';
import { Say } from '../wording/say';

export interface SavedWebhook {
  webhook: WebhookOrder;
  /** Null where it was there before. */
  made: WebhookSecret | null;
}

const EMPTY: WebhookOrder = { name: '', address: '', happenings: [...HAPPENINGS], workflow: null };

/** Asks where to send what; whoever saves it confirms who they are. What was typed stays where it is refused. */
@Component({
  selector: 'kp-webhook-dialog',
  imports: [Failure, Say, TranslocoDirective],
  templateUrl: './webhook-dialog.html',
})
export class WebhookDialog {
  /** Null: a new one. */
  readonly webhook = input<WebhookView | null>(null);
  readonly hosts = input.required<readonly string[]>();
  readonly saved = output<SavedWebhook>();
  readonly closed = output();

  protected readonly said = linkedSignal<WebhookOrder>(() => {
    const { name, address, happenings, workflow } = this.webhook() ?? EMPTY;
    return { name, address, happenings, workflow };
  });
  protected readonly word = computed(() => (this.webhook() ? 'change' : 'add'));
  protected readonly isIncomplete = signal(false);
  protected readonly error = signal<unknown>(null);
  protected readonly press = new Press();
  protected readonly happenings = HAPPENINGS;
  protected readonly workflows = inject(WorkflowList).all;
  private readonly api = inject(Api);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    afterNextRender(() => this.dialog().nativeElement.showModal());
  }

  protected write(part: Partial<WebhookOrder>): void {
    this.said.update((said) => ({ ...said, ...part }));
    this.isIncomplete.set(false);
  }

  protected toggle(happening: Happening): void {
    const chosen = this.said().happenings;
    this.write({ happenings: HAPPENINGS.filter((one) => chosen.includes(one) !== (one === happening)) });
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    const webhook = { ...this.said(), name: this.said().name.trim(), address: this.said().address.trim() };
    this.isIncomplete.set(webhook.name === '' || webhook.address === '' || webhook.happenings.length === 0);
    if (this.isIncomplete()) return;
    this.error.set(null);
    try {
      const saved = await this.press.run(webhook, async (key) => ({ webhook, made: await this.save(webhook, key) }));
      if (!saved) return;
      this.saved.emit(saved);
      this.close();
    } catch (error) {
      this.error.set(error);
    }
  }

  private async save(order: WebhookOrder, key: string): Promise<WebhookSecret | null> {
    const known = this.webhook();
    if (!known) return this.api.post<WebhookSecret>('webhooks', order, key);
    await this.api.put(`webhooks/${known.webhookId}`, order);
    return null;
  }
}
