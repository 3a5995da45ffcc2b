import { Component, type ElementRef, afterNextRender, inject, input, output, signal, viewChild } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../http/api';
import { Press } from '../http/press';
import { Failure } from '../surface/failure';

/** What is to be sent once the reason is given. */
export interface Order {
  path: string;
  body: object;
}

/** Asks why, says what will happen, and sends a formal act; what was typed stays where it is refused. */
@Component({
  selector: 'kp-reason-dialog',
  imports: [Failure, TranslocoDirective],
  templateUrl: './reason-dialog.html',
})
export class ReasonDialog {
  readonly title = input.required<string>();
  readonly text = input.required<string>();
  readonly confirm = input.required<string>();
  readonly isDanger = input(false);
  /** What a reason leads to; null where something else is still to be chosen. */
  readonly orderOf = input.required<(reason: string) => Order | null>();
  /** What the server answered. */
  readonly sent = output<object>();
  readonly refused = output();
  readonly closed = output();

  protected readonly reason = signal('');
  protected readonly isMissing = signal(false);
  protected readonly error = signal<unknown>(null);
  protected readonly press = new Press();
  private readonly api = inject(Api);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    afterNextRender(() => this.dialog().nativeElement.showModal());
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    const reason = this.reason().trim();
    this.isMissing.set(reason === '');
    const order = this.orderOf()(reason);
    if (reason === '' || order === null) return;
    this.error.set(null);
    try {
      const answer = await this.press.run(order, (key) => this.api.post<object>(order.path, order.body, key));
      if (answer === null) return;
      this.sent.emit(answer);
      this.close();
    } catch (error) {
      this.error.set(error);
      this.refused.emit();
    }
  }
}
