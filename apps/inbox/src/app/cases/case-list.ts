import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { CasePage, CaseRow, DefinitionView } from '#contracts';
import { Definitions } from '../case/definitions';
import { AddressFilters } from '../form/address-filters';
import { Api } from '../http/api';
import { PagedRows } from '../http/paged-rows';
import type { Query } from '../http/query';
import { Session } from '../session/session';
import { ProductClock } from '../shell/product-clock';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Skeleton } from '../surface/skeleton';
import { Language } from '../wording/language';
import { Say } from '../wording/say';
import { CaseTable } from './case-table';
import { WorkflowList } from './workflow-list';

/** All cases of a workflow, its columns made from the definition. */
@Component({
  selector: 'kp-case-list',
  imports: [CaseTable, Empty, Failure, Icon, RouterLink, Say, Skeleton, TranslocoDirective],
  templateUrl: './case-list.html',
})
export class CaseList {
  readonly workflow = input<string>();
  readonly state = input<string>();
  readonly q = input<string>();
  readonly status = input<string>();
  readonly tenant = input<string>();

  protected readonly workflows = inject(WorkflowList);
  protected readonly chosen = computed(() => this.workflow() ?? this.workflows.all()[0]?.workflow ?? null);
  protected readonly definition = signal<DefinitionView | null>(null);
  /** What the first page says beside its rows. */
  protected readonly page = signal<CasePage | null>(null);
  /** One's own tenant and those below that one reads, where there are any. */
  protected readonly tenants = computed(() => {
    const who = this.session.who();
    return who && who.tenantsBelow.length > 0 ? [who.tenant, ...who.tenantsBelow] : [];
  });
  protected readonly statuses = ['', 'running', 'suspended', 'done'];
  private readonly session = inject(Session);
  private readonly query = computed<Query | null>(
    () => {
      const workflow = this.chosen();
      if (workflow === null) return null;
      const said = { state: this.state(), q: this.q(), status: this.status(), tenant: this.tenant() };
      return { workflow, limit: 50, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value)) };
    },
    { equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  );
  protected readonly filters = new AddressFilters();
  private readonly api = inject(Api);
  protected readonly list = new PagedRows<CaseRow, CasePage>(
    (beyond) => this.api.get<CasePage>('cases', { ...this.query(), ...beyond }),
    (page) => this.page.set(page),
  );
  private readonly definitions = inject(Definitions);
  private readonly language = inject(Language);

  constructor() {
    const clock = inject(ProductClock);
    this.workflows.read().catch((error: unknown) => this.list.error.set(error));
    effect(() => {
      clock.moved();
      if (this.query()) untracked(() => void this.list.fetch());
    });
    effect(() => {
      const version = this.workflows.all().find((one) => one.workflow === this.chosen())?.version;
      if (version !== undefined) untracked(() => void this.describe(version));
    });
  }

  private async describe(version: number): Promise<void> {
    try {
      this.definition.set(await this.definitions.of(this.chosen() ?? '', version, this.language.current()));
    } catch (error) {
      this.list.error.set(error);
    }
  }
}
