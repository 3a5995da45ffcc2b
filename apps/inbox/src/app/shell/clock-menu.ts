import { Component, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ClockMove } from '#contracts';
import { Announcements } from '../surface/announcements';
import { Icon } from '../surface/icon';
import { Menu } from '../surface/menu';
import { Say } from '../wording/say';
import { Words } from '../wording/words';
import { Written } from '../wording/written';
import { ProductClock } from './product-clock';

@Component({
  selector: 'kp-clock-menu',
  imports: [Icon, Menu, Say, TranslocoDirective, Written],
  templateUrl: './clock-menu.html',
})
export class ClockMenu {
  protected readonly clock = inject(ProductClock);
  protected readonly steps: ClockMove['by'][] = ['day', 'week', 'next'];
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);

  constructor() {
    // The date in the header is a comfort: a failure leaves it out and hinders nobody.
    this.clock.refresh().catch(() => undefined);
  }

  protected async move(by: ClockMove['by']): Promise<void> {
    try {
      const moved = await this.clock.move(by);
      if (moved) this.announcements.say(this.words.of('clock.fired', moved.fired));
    } catch (error) {
      this.announcements.say(this.words.why(error), 'plain');
    }
  }
}
