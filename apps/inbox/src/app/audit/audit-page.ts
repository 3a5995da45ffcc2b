import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import {
  OBJECT_KINDS,
  OPERATION_ACTIONS,
  type AuditPage as Page,
  type ChainView,
  type OperationView,
} from '#contracts';
import { AddressFilters } from '../form/address-filters';
import { Api } from '../http/api';
import { PagedRows } from '../http/paged-rows';
import { saveCsv } from '../http/save-file';
import { deviceName } from '../session/device-name';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Skeleton } from '../surface/skeleton';
import { Say } from '../wording/say';
import { Amount, Written } from '../wording/written';
import { queryOf } from './audit-query';

const ACTIONS: readonly string[] = OPERATION_ACTIONS;
const KINDS: readonly string[] = OBJECT_KINDS;

/** Who did what, from where: the operation log with filters and export, and how far it is proved. */
@Component({
  selector: 'kp-audit-page',
  imports: [Amount, Empty, Failure, Icon, Say, Skeleton, TranslocoDirective, Written],
  templateUrl: './audit-page.html',
})
export class AuditPage {
  /** Days, `YYYY-MM-DD`, the last one included. */
  readonly from = input<string>();
  readonly to = input<string>();
  readonly actor = input<string>();
  readonly action = input<string>();
  readonly object = input<string>();
  readonly outcome = input<string>();

  protected readonly actions = OPERATION_ACTIONS;
  protected readonly outcomes = ['', 'done', 'refused'];
  protected readonly deviceName = deviceName;
  protected readonly chain = signal<ChainView | null>(null);
  protected readonly isFiltered = computed(() => Object.keys(this.query()).length > 0);
  protected readonly isExporting = signal(false);
  protected readonly exportError = signal<unknown>(null);
  private readonly query = computed(
    () =>
      queryOf({
        from: this.from(),
        to: this.to(),
        actor: this.actor(),
        action: this.action(),
        object: this.object(),
        outcome: this.outcome(),
      }),
    { equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  );
  protected readonly filters = new AddressFilters();
  private readonly api = inject(Api);
  protected readonly list = new PagedRows<OperationView, Page>(
    (beyond) => this.api.get<Page>('audit', { ...this.query(), ...beyond }),
    (page) => this.chain.set(page.chain),
  );

  constructor() {
    effect(() => {
      this.query();
      untracked(() => void this.list.fetch());
    });
  }

  /** Asks for the password first where it was not asked for of late. */
  protected async export(): Promise<void> {
    this.isExporting.set(true);
    this.exportError.set(null);
    try {
      saveCsv('operation-log.csv', await this.api.getText('audit/export', this.query()));
    } catch (error) {
      this.exportError.set(error);
    } finally {
      this.isExporting.set(false);
    }
  }

  /** The word for it, where there is one. */
  protected wordOf(action: string): string | null {
    return ACTIONS.includes(action) ? `audit.action.${action.replace('.', '-')}` : null;
  }

  protected kindWordOf(kind: string): string | null {
    return KINDS.includes(kind) ? `audit.kind.${kind}` : null;
  }

  protected detailsOf({ details }: OperationView): { name: string; value: string }[] {
    return Object.entries(details).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    }));
  }
}
