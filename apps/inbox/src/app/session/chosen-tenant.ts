import { Service, computed, inject, signal } from '@angular/core';
import type { TenantRef } from '#contracts';
import { keptPreference } from '../display/kept-preference';
import { Api } from '../http/api';

/** Which of several tenants somebody means who is not signed in; this browser keeps the choice. */
@Service()
export class ChosenTenant {
  private readonly api = inject(Api);
  private readonly chosen = signal('');

  /** Those to choose among; null until they are known. */
  readonly all = signal<readonly TenantRef[] | null>(null);
  readonly isAsked = computed(() => (this.all()?.length ?? 0) > 1);
  /** What is sent along: the code; nothing where there is only one, or none is chosen yet. */
  readonly sent = computed((): { tenant?: string } =>
    this.isAsked() && this.chosen() !== '' ? { tenant: this.chosen() } : {},
  );
  readonly isMissing = computed(() => this.isAsked() && this.chosen() === '');

  /** Reads them; the one that the address names is chosen, else the one chosen last. */
  async load(named?: string): Promise<void> {
    const all = await this.api.get<TenantRef[]>('tenants');
    const isKnown = all.some(({ code }) => code === named);
    this.chosen.set(isKnown && named !== undefined ? named : this.#kept(all).read());
    this.all.set(all);
  }

  choose(code: string): void {
    this.chosen.set(code);
    this.#kept(this.all() ?? []).write(code);
  }

  #kept(all: readonly TenantRef[]): { read(): string; write(code: string): void } {
    return keptPreference<string>(
      'tenant',
      all.map(({ code }) => code),
      '',
    );
  }
}
