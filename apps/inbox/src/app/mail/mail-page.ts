import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { MailView } from '#contracts';
import { Api } from '../http/api';
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
  protected readonly mails = signal<MailView[] | null>(null);
  protected readonly cursor = signal<string | null>(null);
  protected readonly chosen = signal<string | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly isLoading = signal(false);
  protected readonly open = computed(() => this.mails()?.find((mail) => mail.mailId === this.chosen()) ?? null);
  private readonly api = inject(Api);

  constructor() {
    const clock = inject(ProductClock);
    effect(() => {
      clock.moved();
      untracked(() => void this.fetch());
    });
  }

  protected async fetch(): Promise<void> {
    await this.ask({}, (page) => this.mails.set(page.rows));
  }

  protected async more(): Promise<void> {
    const cursor = this.cursor();
    if (cursor !== null)
      await this.ask({ cursor }, (page) => this.mails.update((rows) => [...(rows ?? []), ...page.rows]));
  }

  private async ask(params: Record<string, string>, take: (page: MailPageView) => void): Promise<void> {
    this.isLoading.set(true);
    this.error.set(null);
    try {
      const page = await this.api.get<MailPageView>('mails', params);
      take(page);
      this.cursor.set(page.nextCursor);
    } catch (error) {
      this.error.set(error);
    } finally {
      this.isLoading.set(false);
    }
  }
}
