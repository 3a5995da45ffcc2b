import { signal } from '@angular/core';
import { v7 } from 'uuid';
import { Refusal } from './refusal';

/**
 * One button's press: a second click while it is under way does nothing, and trying again after an uncertain
 * failure carries the same idempotency key, so the server does the thing once.
 */
export class Press {
  private key: string | null = null;
  private fingerprint = '';
  private readonly underWay = signal(false);

  readonly busy = this.underWay.asReadonly();

  async run<T>(body: unknown, send: (idempotencyKey: string) => Promise<T>): Promise<T | null> {
    if (this.underWay()) return null;
    const fingerprint = JSON.stringify(body);
    if (this.key === null || fingerprint !== this.fingerprint) this.key = v7();
    this.fingerprint = fingerprint;
    this.underWay.set(true);
    try {
      const result = await send(this.key);
      this.key = null;
      return result;
    } catch (error) {
      // A definite refusal changed nothing: the next press is a new one.
      if (!(error instanceof Refusal) || !error.isUncertain) this.key = null;
      throw error;
    } finally {
      this.underWay.set(false);
    }
  }
}
