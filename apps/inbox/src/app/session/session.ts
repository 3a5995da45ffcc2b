import { Service, computed, inject, signal } from '@angular/core';
import type { Permission, SessionView } from '#contracts';
import { v7 } from 'uuid';
import { Api } from '../http/api';
import { refusalFrom } from '../http/refusal';

/** Who is signed in. Unknown until asked for the first time. */
@Service()
export class Session {
  private readonly api = inject(Api);
  private readonly view = signal<SessionView | null | undefined>(undefined);

  readonly who = computed(() => this.view() ?? null);

  may(permission: Permission): boolean {
    return this.who()?.permissions.includes(permission) ?? false;
  }

  async known(): Promise<SessionView | null> {
    const kept = this.view();
    if (kept !== undefined) return kept;
    try {
      this.view.set(await this.api.get<SessionView>('session'));
    } catch (error) {
      // 401 is the plain answer "nobody"; anything else is a failure that the caller shows.
      if (refusalFrom(error).problem.status !== 401) throw error;
      this.view.set(null);
    }
    return this.who();
  }

  async signIn(account: string, password: string): Promise<void> {
    await this.api.post('session', { account, password }, v7());
    this.view.set(await this.api.get<SessionView>('session'));
  }

  async signOut(): Promise<void> {
    await this.api.delete('session');
    this.view.set(null);
  }

  forget(): void {
    this.view.set(null);
  }
}
