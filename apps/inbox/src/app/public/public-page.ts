import { Component, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { PublicSheet } from '#contracts';
import { Api } from '../http/api';
import { DisplayMenu } from '../shell/display-menu';
import { LanguageSwitch } from '../shell/language-switch';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Skeleton } from '../surface/skeleton';
import { PublicDraft } from './public-draft';

/** Drafts that everyone may comment on now; no sign-in. */
@Component({
  selector: 'kp-public-page',
  imports: [DisplayMenu, Empty, Failure, Icon, LanguageSwitch, PublicDraft, RouterLink, Skeleton, TranslocoDirective],
  templateUrl: './public-page.html',
})
export class PublicPage {
  protected readonly sheets = signal<PublicSheet[] | null>(null);
  protected readonly error = signal<unknown>(null);
  private readonly api = inject(Api);

  constructor() {
    void this.fetch();
  }

  protected async fetch(): Promise<void> {
    this.error.set(null);
    try {
      this.sheets.set(await this.api.get<PublicSheet[]>('public/sheets'));
    } catch (error) {
      this.error.set(error);
    }
  }
}
