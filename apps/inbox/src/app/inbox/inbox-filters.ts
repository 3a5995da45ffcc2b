import { Component, DestroyRef, type ElementRef, computed, inject, input, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { InboxPage } from '#contracts';
import { AddressFilters } from '../form/address-filters';
import { Shortcuts } from '../keyboard/shortcuts';
import { Icon } from '../surface/icon';
import { Say } from '../wording/say';
import { DUE_FILTERS, isFiltered, type InboxQuery } from './inbox-query';

/** Search and filters; each change goes into the address. */
@Component({
  selector: 'kp-inbox-filters',
  imports: [Icon, RouterLink, Say, TranslocoDirective],
  templateUrl: './inbox-filters.html',
})
export class InboxFilters {
  readonly query = input.required<InboxQuery>();
  readonly page = input.required<Pick<InboxPage, 'counts' | 'facets'> | null>();

  protected readonly dues = DUE_FILTERS;
  protected readonly isFiltered = computed(() => isFiltered(this.query()));
  protected readonly places = computed(() => {
    const facets = this.page()?.facets;
    return (facets?.workflows ?? []).map((one) => ({
      ...one,
      states: facets?.states.filter((state) => state.workflow === one.workflow) ?? [],
    }));
  });
  protected readonly filters = new AddressFilters();
  private readonly box = viewChild<ElementRef<HTMLInputElement>>('box');

  constructor() {
    inject(Shortcuts).on('search', () => this.box()?.nativeElement.focus(), inject(DestroyRef));
  }

  protected setPlace(place: string): void {
    const [workflow, state] = place.split('/');
    this.filters.set({ workflow: workflow === '' ? null : (workflow ?? null), state: state ?? null });
  }
}
