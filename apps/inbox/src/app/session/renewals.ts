import { Service, inject, signal } from '@angular/core';
import { v7 } from 'uuid';
import { Api } from '../http/api';

/** Asks the reader to prove again who they are, and waits until they have, or leave it. */
@Service()
export class Renewals {
  private readonly current = signal<{ promise: Promise<boolean>; answer(isProven: boolean): void } | null>(null);
  private readonly api = inject(Api);

  readonly asked = this.current.asReadonly();

  /** True once they have; several acts that wait at the same time are served by one proof. */
  ask(): Promise<boolean> {
    const asked = this.current();
    if (asked) return asked.promise;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.current.set({
      promise,
      answer: (isProven) => {
        this.current.set(null);
        resolve(isProven);
      },
    });
    return promise;
  }

  async prove(password: string): Promise<void> {
    await this.api.post('session/renewal', { password }, v7());
    this.current()?.answer(true);
  }
}
