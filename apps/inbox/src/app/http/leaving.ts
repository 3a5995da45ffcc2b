import { DOCUMENT, Service, inject, type DestroyRef } from '@angular/core';

/** Tells when the page may be gone in the next moment: closed, reloaded, or put aside on a small device. */
@Service()
export class Leaving {
  private readonly document = inject(DOCUMENT);

  /** The work has to begin its requests at once: there is no later. */
  on(work: () => void, destroyed: DestroyRef): void {
    const left = new AbortController();
    const hidden = (): void => {
      if (this.document.visibilityState === 'hidden') work();
    };
    this.document.addEventListener('visibilitychange', hidden, { signal: left.signal });
    this.document.defaultView?.addEventListener('pagehide', work, { signal: left.signal });
    destroyed.onDestroy(() => left.abort());
  }
}
