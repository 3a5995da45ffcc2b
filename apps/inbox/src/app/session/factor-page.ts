import { Component, inject, signal, viewChild, type ElementRef } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { FactorView, RecoveryCodes as Codes, SessionsEnded } from '#contracts';
import { v7 } from 'uuid';
import { Api } from '../http/api';
import { Announcements } from '../surface/announcements';
import { Confirmations } from '../surface/confirmations';
import { Failure } from '../surface/failure';
import { Skeleton } from '../surface/skeleton';
import { Words } from '../wording/words';
import { Written } from '../wording/written';
import { FactorEnrolment } from './factor-enrolment';
import { RecoveryCodes } from './recovery-codes';

/** The second factor of the reader's account: on or off, and the recovery codes. */
@Component({
  selector: 'kp-factor-page',
  imports: [Failure, FactorEnrolment, RecoveryCodes, RouterLink, Skeleton, TranslocoDirective, Written],
  templateUrl: './factor-page.html',
})
export class FactorPage {
  protected readonly factor = signal<FactorView | null>(null);
  protected readonly codes = signal<string[] | null>(null);
  protected readonly isBusy = signal(false);
  protected readonly error = signal<unknown>(null);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');
  private readonly api = inject(Api);
  private readonly announcements = inject(Announcements);
  private readonly confirmations = inject(Confirmations);
  private readonly words = inject(Words);

  constructor() {
    void this.fetch();
  }

  protected fetch(): Promise<void> {
    return this.meanwhile(() => this.read());
  }

  protected renewCodes(): Promise<void> {
    return this.meanwhile(async () => {
      const { codes } = await this.api.post<Codes>('factor/recovery-codes', {}, v7());
      this.codes.set(codes);
      this.heading().nativeElement.focus();
    });
  }

  protected async kept(): Promise<void> {
    this.codes.set(null);
    await this.fetch();
    this.heading().nativeElement.focus();
  }

  protected async remove(): Promise<void> {
    const isSure = await this.confirmations.ask({
      title: this.words.of('factor.turnOff'),
      text: this.words.of('factor.turnOffText'),
      confirm: this.words.of('factor.turnOff'),
      isDanger: true,
    });
    if (!isSure) return;
    await this.meanwhile(async () => {
      const { ended } = await this.api.delete<SessionsEnded>('factor');
      this.announcements.say(this.words.of(ended > 0 ? 'factor.turnedOff' : 'factor.turnedOffHere', { count: ended }));
      await this.read();
      this.heading().nativeElement.focus();
    });
  }

  private async read(): Promise<void> {
    this.factor.set(await this.api.get<FactorView>('factor'));
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
