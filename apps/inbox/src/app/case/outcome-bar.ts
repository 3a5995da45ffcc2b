import { Component, computed, inject, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Offer } from '#contracts';
import { Icon } from '../surface/icon';
import { Language } from '../wording/language';
import { inLanguage } from '../wording/in-language';
import { Say } from '../wording/say';
import { shownOffers } from './shown-offers';
import type { SavingState } from './task-draft';

const ORDER = { primary: 0, plain: 1, danger: 2 } as const;

/** The opinion and the buttons that end the task; it stays in sight at the foot of the panel. */
@Component({
  selector: 'kp-outcome-bar',
  imports: [Icon, Say, TranslocoDirective],
  templateUrl: './outcome-bar.html',
})
export class OutcomeBar {
  readonly outcomes = input.required<Offer[]>();
  readonly opinion = input.required<string>();
  readonly problem = input('');
  readonly saving = input<SavingState>('untouched');
  readonly isBusy = input(false);
  readonly opinionTyped = output<string>();
  readonly chosen = output<Offer>();

  protected readonly ordered = computed(() =>
    shownOffers(this.outcomes()).toSorted((one, other) => ORDER[one.style ?? 'plain'] - ORDER[other.style ?? 'plain']),
  );
  protected readonly refused = computed(() => this.ordered().filter((offer) => offer.refused));
  protected readonly canDecide = computed(() => this.outcomes().some((offer) => offer.refused === null));
  protected readonly needing = computed(() => {
    const language = this.language.current();
    const needing = this.ordered().filter((offer) => offer.needs?.includes('opinion'));
    return needing.map((offer) => inLanguage(offer.title, language)).join(language === 'zh' ? '、' : ', ');
  });
  private readonly language = inject(Language);

  protected look(offer: Offer): string {
    const isFirst = this.ordered()[0] === offer;
    if (offer.style === 'danger') return 'button button--warn';
    return offer.style === 'primary' && isFirst ? 'button button--primary' : 'button';
  }
}
