import { Component, DestroyRef, effect, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { DeliveryPage, DeliveryView, IncidentSettled } from '#contracts';
import { Api } from '../http/api';
import { PagedRows } from '../http/paged-rows';
import { Press } from '../http/press';
import { Session } from '../session/session';
import { Announcements } from '../surface/announcements';
import { Failure } from '../surface/failure';
import { Skeleton } from '../surface/skeleton';
import { Words } from '../wording/words';
import { Written } from '../wording/written';

const MARKS = {
  waiting: 'state',
  delivered: 'state state--done',
  failed: 'state state--near',
  dropped: 'state',
};
/** What was just sent is looked at again so often, so long it waits. */
const LOOKS = 5;
const LOOK_EVERY_MS = 1_500;

/** What was sent to one receiver, or waits; what was given up can be tried again. */
@Component({
  selector: 'kp-webhook-deliveries',
  imports: [Failure, RouterLink, Skeleton, TranslocoDirective, Written],
  templateUrl: './webhook-deliveries.html',
})
export class WebhookDeliveries {
  readonly webhookId = input.required<string>();
  /** Rises when something was sent. */
  readonly asked = input(0);

  protected readonly session = inject(Session);
  protected readonly marks = MARKS;
  protected readonly press = new Press();
  private readonly api = inject(Api);
  protected readonly list = new PagedRows<DeliveryView, DeliveryPage>((beyond) =>
    this.api.get<DeliveryPage>(`webhooks/${this.webhookId()}/deliveries`, { ...beyond, limit: 20 }),
  );
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect(() => {
      this.webhookId();
      this.asked();
      untracked(() => void this.look(LOOKS));
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  /** A message that was given up is an incident, and tried again as such. */
  protected async retry({ messageId }: DeliveryView): Promise<void> {
    const path = `incidents/outbox/${messageId}/retry`;
    this.list.error.set(null);
    try {
      const settled = await this.press.run({ path }, (key) => this.api.post<IncidentSettled>(path, {}, key));
      if (!settled) return;
      this.announcements.say(this.words.of('webhooks.delivery.retried'));
      await this.look(LOOKS);
    } catch (error) {
      this.list.error.set(error);
    }
  }

  private async look(times: number): Promise<void> {
    clearTimeout(this.timer);
    await this.list.fetch();
    const isWaiting = this.list.rows()?.some(({ standing, attempts }) => standing === 'waiting' && attempts === 0);
    if (isWaiting && times > 1) this.timer = setTimeout(() => void this.look(times - 1), LOOK_EVERY_MS);
  }
}
