import { Component, effect, inject, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { IncidentPage as Page, IncidentSettled, IncidentView } from '#contracts';
import { Api } from '../http/api';
import { PagedRows } from '../http/paged-rows';
import { Press } from '../http/press';
import { ReasonDialog, type Order } from '../operations/reason-dialog';
import { ProductClock } from '../shell/product-clock';
import { Announcements } from '../surface/announcements';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Skeleton } from '../surface/skeleton';
import { Say } from '../wording/say';
import { Words } from '../wording/words';
import { Written } from '../wording/written';

/** What the engine gave up after its last attempt: an administrator lets it be tried again, or gives it up. */
@Component({
  selector: 'kp-incident-page',
  imports: [Empty, Failure, ReasonDialog, RouterLink, Say, Skeleton, TranslocoDirective, Written],
  templateUrl: './incident-page.html',
})
export class IncidentPage {
  protected readonly givingUp = signal<IncidentView | null>(null);
  protected readonly press = new Press();
  private readonly api = inject(Api);
  protected readonly list = new PagedRows<IncidentView, Page>((beyond) => this.api.get<Page>('incidents', beyond));
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);

  constructor() {
    const clock = inject(ProductClock);
    effect(() => {
      clock.moved();
      untracked(() => void this.list.fetch());
    });
  }

  protected readonly orderOf = (reason: string): Order | null => {
    const incident = this.givingUp();
    return incident && { path: `incidents/${incident.kind}/${incident.id}/give-up`, body: { reason } };
  };

  protected async retry(incident: IncidentView): Promise<void> {
    const path = `incidents/${incident.kind}/${incident.id}/retry`;
    this.list.error.set(null);
    try {
      const settled = await this.press.run({ path }, (key) => this.api.post<IncidentSettled>(path, {}, key));
      if (settled) await this.tell('incidents.retried', incident);
    } catch (error) {
      await this.list.fetch();
      this.list.error.set(error);
    }
  }

  protected async tell(word: string, incident: IncidentView): Promise<void> {
    this.announcements.say(this.words.of(word, { name: this.words.in(incident.name) }));
    await this.list.fetch();
  }
}
