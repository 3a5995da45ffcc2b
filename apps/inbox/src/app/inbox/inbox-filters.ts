import { Component, DestroyRef, type ElementRef, computed, inject, input, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { InboxPage } from '#contracts';
import { Shortcuts } from '../keyboard/shortcuts';
import { Icon } from '../surface/icon';
import { Say } from '../wording/say';
import { DUE_FILTERS, isFiltered, type InboxQuery } from './inbox-query';

const TYPING_PAUSE = 250;

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
  private readonly router = inject(Router);
  private readonly box = viewChild<ElementRef<HTMLInputElement>>('box');
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const destroyed = inject(DestroyRef);
    inject(Shortcuts).on('search', () => this.box()?.nativeElement.focus(), destroyed);
    destroyed.onDestroy(() => clearTimeout(this.pause));
  }

  protected search(event: Event, words: string): void {
    if (event instanceof InputEvent && event.isComposing) return;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.set({ q: words.trim() || null }), TYPING_PAUSE);
  }

  protected setPlace(place: string): void {
    const [workflow, state] = place.split('/');
    this.set({ workflow: workflow === '' ? null : (workflow ?? null), state: state ?? null });
  }

  private set(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }
}
