import { Component, effect, inject, input, signal, type OnInit } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { PublicSheet } from '#contracts';
import { Api } from '../http/api';
import { ChosenTenant } from '../session/chosen-tenant';
import { TenantField } from '../session/tenant-field';
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
  imports: [
    DisplayMenu,
    Empty,
    Failure,
    Icon,
    LanguageSwitch,
    PublicDraft,
    RouterLink,
    Skeleton,
    TenantField,
    TranslocoDirective,
  ],
  templateUrl: './public-page.html',
})
export class PublicPage implements OnInit {
  /** Code of the tenant whose drafts are shown; bound from the address. */
  readonly tenant = input<string>();

  protected readonly sheets = signal<PublicSheet[] | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly chosen = inject(ChosenTenant);
  private turn = 0;
  private readonly api = inject(Api);

  constructor() {
    effect(() => {
      if (this.chosen.all() !== null && !this.chosen.isMissing()) void this.read(this.chosen.sent());
    });
  }

  ngOnInit(): void {
    void this.fetch();
  }

  protected async fetch(): Promise<void> {
    this.error.set(null);
    try {
      await this.chosen.load(this.tenant());
    } catch (error) {
      this.error.set(error);
    }
  }

  private async read(of: { tenant?: string }): Promise<void> {
    const turn = ++this.turn;
    this.sheets.set(null);
    this.error.set(null);
    try {
      const sheets = await this.api.get<PublicSheet[]>('public/sheets', of);
      // An answer that comes late is of a tenant that is no longer the chosen one.
      if (turn === this.turn) this.sheets.set(sheets);
    } catch (error) {
      if (turn === this.turn) this.error.set(error);
    }
  }
}
