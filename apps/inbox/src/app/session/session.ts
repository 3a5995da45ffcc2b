import { Service, computed, inject, signal } from '@angular/core';
import type { OidcLeaving, Permission, SessionView, SignedIn } from '#contracts';
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
      await this.read();
    } catch (error) {
      // 401 is the plain answer "nobody"; anything else is a failure that the caller shows.
      if (refusalFrom(error).problem.status !== 401) throw error;
      this.view.set(null);
    }
    return this.who();
  }

  /** Null once somebody is signed in; where a code is to follow, the ticket for it. */
  async signIn(credentials: { account: string; password: string; tenant?: string }): Promise<string | null> {
    const { ticket } = await this.api.post<SignedIn>('session', credentials, v7());
    if (ticket === null) await this.read();
    return ticket;
  }

  async giveCode(ticket: string, code: string): Promise<void> {
    await this.api.post<SignedIn>('session/code', { ticket, code }, v7());
    await this.read();
  }

  /** Asks anew who is signed in, and what is still to be done. */
  async read(): Promise<void> {
    this.view.set(await this.api.get<SessionView>('session'));
  }

  /** Where the browser has to go to sign out at the identity provider as well; null: nowhere. */
  async signOut(): Promise<string | null> {
    const isElsewhere = this.who()?.method === 'oidc';
    const url = isElsewhere ? (await this.api.post<OidcLeaving>('oidc/leaving', {}, v7())).url : null;
    if (!isElsewhere) await this.api.delete('session');
    this.view.set(null);
    return url;
  }

  forget(): void {
    this.view.set(null);
  }
}
