import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { MailView } from '#contracts';
import { Api } from '../http/api';
import { PagedRows } from '../http/paged-rows';
import { ProductClock } from '../shell/product-clock';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Skeleton } from '../surface/skeleton';
import { Written } from '../wording/written';

interface MailPageView {
  rows: MailView[];
  nextCursor: string | null;
}

/** What the product has sent, as the built-in mailbox received it. */
@Component({
  selector: 'kp-mail-page',
  imports: [Empty, Failure, Icon, RouterLink, Skeleton, TranslocoDirective, Written],
  templateUrl: './mail-page.html',
})
export class MailPage {
  protected readonly chosen = signal<string | null>(null);
  protected readonly open = computed(() => this.list.rows()?.find((mail) => mail.mailId === this.chosen()) ?? null);
  private readonly api = inject(Api);
  protected readonly list = new PagedRows<MailView, MailPageView>((beyond) =>
    this.api.get<MailPageView>('mails', beyond),
  );

  constructor() {
    const clock = inject(ProductClock);
    effect(() => {
      clock.moved();
      untracked(() => void this.list.fetch());
    });
  }
}
