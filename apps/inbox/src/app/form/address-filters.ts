import { DestroyRef, inject } from '@angular/core';
import { Router } from '@angular/router';

const TYPING_PAUSE = 250;

/** Filters of a list that stand in the address of its page; null takes one away. Made where a component is made. */
export class AddressFilters {
  private readonly router = inject(Router);
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.pause));
  }

  set(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  clear(): void {
    void this.router.navigate([], { queryParams: {}, replaceUrl: true });
  }

  /** What is typed counts once the typing pauses, and never half a word of an input method. */
  typed(event: Event, name: string, words: string): void {
    if (event instanceof InputEvent && event.isComposing) return;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.set({ [name]: words.trim() || null }), TYPING_PAUSE);
  }
}
