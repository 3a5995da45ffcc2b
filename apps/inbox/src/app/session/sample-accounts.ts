import { Component, computed, inject, output, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { SampleAccount } from '#contracts';
import { Api } from '../http/api';
import { Icon } from '../surface/icon';
import { Say } from '../wording/say';
import { sampleGroups } from './sample-groups';

/** The sample's accounts by role, one click each; nothing where no sample is loaded. */
@Component({
  selector: 'kp-sample-accounts',
  imports: [Icon, Say, TranslocoDirective],
  template: `
    @if (accounts().length) {
      <section class="samples" aria-labelledby="samples-title" *transloco="let t">
        <div class="samples__head">
          <h2 class="samples__title" id="samples-title">{{ t('session.samples') }}</h2>
          <p class="samples__text">{{ t('session.samplesHelp') }}</p>
          <div class="search">
            <kp-icon name="search" />
            <input
              class="search__input"
              type="search"
              [attr.aria-label]="t('session.filter')"
              [placeholder]="t('session.filter')"
              #box
              (input)="words.set(box.value)"
            />
          </div>
        </div>
        <div class="samples__groups">
          @for (group of groups(); track group.role) {
            <div class="samples__group">
              <h3 class="samples__role">{{ group.title | say }}</h3>
              <ul class="samples__list">
                @for (account of group.accounts; track account.account) {
                  <li>
                    <button type="button" class="samples__one" (click)="chosen.emit(account)">
                      <span class="samples__name">{{ account.name | say }}</span>
                      <span class="samples__code">{{ account.account }}</span>
                    </button>
                  </li>
                }
              </ul>
              @if (group.more) {
                <p class="samples__more">{{ t('session.more', { count: group.more }) }}</p>
              }
            </div>
          } @empty {
            <p class="samples__more" role="status">{{ t('session.noSample') }}</p>
          }
        </div>
      </section>
    }
  `,
})
export class SampleAccounts {
  readonly chosen = output<SampleAccount>();

  protected readonly accounts = signal<SampleAccount[]>([]);
  protected readonly words = signal('');
  protected readonly groups = computed(() => sampleGroups(this.accounts(), this.words()));

  constructor() {
    // Without a sample the address does not exist, and there is nothing to offer.
    inject(Api)
      .get<SampleAccount[]>('session/sample-accounts')
      .then((list) => this.accounts.set(list))
      .catch(() => undefined);
  }
}
