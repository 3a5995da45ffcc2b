import { Component, inject, output, signal } from '@angular/core';
import { FormField, form } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';
import type { FactorEnrolment as Enrolment, RecoveryCodes as Codes } from '#contracts';
import { v7 } from 'uuid';
import { Api } from '../http/api';
import { Failure } from '../surface/failure';
import { QrCode } from './qr-code';
import { RecoveryCodes } from './recovery-codes';

/** Turns two-step verification on: the app takes the secret over, gives its first code, and the recovery codes are kept. */
@Component({
  selector: 'kp-factor-enrolment',
  imports: [Failure, FormField, QrCode, RecoveryCodes, TranslocoDirective],
  templateUrl: './factor-enrolment.html',
})
export class FactorEnrolment {
  /** The recovery codes are kept. */
  readonly done = output();

  protected readonly enrolment = signal<Enrolment | null>(null);
  protected readonly codes = signal<string[] | null>(null);
  protected readonly typed = form(signal({ code: '' }));
  protected readonly isBusy = signal(false);
  protected readonly error = signal<unknown>(null);
  private readonly api = inject(Api);

  protected begin(): Promise<void> {
    return this.meanwhile(async () => this.enrolment.set(await this.api.post<Enrolment>('factor', {}, v7())));
  }

  protected submit(event: Event): void {
    event.preventDefault();
    const { code } = this.typed().value();
    void this.meanwhile(async () => {
      const { codes } = await this.api.post<Codes>('factor/confirmation', { code }, v7());
      this.codes.set(codes);
    });
  }

  /** In groups of four, as it is typed. */
  protected spaced(secret: string): string {
    return secret.replace(/(.{4})(?=.)/g, '$1 ');
  }

  private async meanwhile(work: () => Promise<void>): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.error.set(null);
    try {
      await work();
    } catch (error) {
      this.error.set(error);
    } finally {
      this.isBusy.set(false);
    }
  }
}
