import { Service, inject } from '@angular/core';
import { isRecord } from '../form/field-text';
import { Session } from '../session/session';

/**
 * What was typed and may not have reached the server when the page was left. It lies in this window's own storage, for
 * this account alone, and is gone with the window.
 */
@Service()
export class Notepad {
  private readonly session = inject(Session);

  keep(id: string, typed: Record<string, unknown>): void {
    stored(() => sessionStorage.setItem(this.keyOf(id), JSON.stringify(typed)));
  }

  drop(id: string): void {
    stored(() => sessionStorage.removeItem(this.keyOf(id)));
  }

  read(id: string): Record<string, unknown> {
    const kept = stored<unknown>(() => JSON.parse(sessionStorage.getItem(this.keyOf(id)) ?? '{}'));
    return isRecord(kept) ? kept : {};
  }

  private keyOf(id: string): string {
    return `kaoping.typed.${this.session.who()?.accountId ?? ''}.${id}`;
  }
}

// A browser with its storage switched off or full throws: then the last requests of the page have to do.
function stored<T>(access: () => T): T | null {
  try {
    return access();
  } catch {
    return null;
  }
}
