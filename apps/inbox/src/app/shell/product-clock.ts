import { Service, inject, signal } from '@angular/core';
import type { ClockMove, ClockMoved, ClockView } from '#contracts';
import { Api } from '../http/api';
import { Press } from '../http/press';

/** The product's own clock. A sample's clock can be moved on; pages then ask again for what they show. */
@Service()
export class ProductClock {
  private readonly api = inject(Api);
  private readonly press = new Press();
  private readonly view = signal<ClockView | null>(null);
  private readonly moves = signal(0);

  readonly now = this.view.asReadonly();
  readonly busy = this.press.busy;
  /** Grows with every move. */
  readonly moved = this.moves.asReadonly();

  async refresh(): Promise<void> {
    this.view.set(await this.api.get<ClockView>('clock'));
  }

  async move(by: ClockMove['by']): Promise<ClockMoved | null> {
    const body: ClockMove = { by };
    const moved = await this.press.run(body, (key) => this.api.post<ClockMoved>('clock', body, key));
    if (!moved) return null;
    this.view.set(moved);
    this.moves.update((count) => count + 1);
    return moved;
  }
}
