import { Component, DOCUMENT, computed, inject, resource } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { TenantRef } from '#contracts';
import { Api } from '../http/api';
import { Session } from '../session/session';
import { Announcements } from '../surface/announcements';
import { Icon } from '../surface/icon';
import { Menu } from '../surface/menu';
import { Say, UnitName } from '../wording/say';
import { Words } from '../wording/words';
import { OpenWork } from './open-work';

@Component({
  selector: 'kp-account-menu',
  imports: [Icon, Menu, RouterLink, Say, TranslocoDirective, UnitName],
  template: `
    @if (session.who(); as who) {
      <details class="menu" kpMenu #menu="kpMenu" *transloco="let t">
        <summary class="who">
          <kp-icon name="user" />
          <span class="who__name">{{ who.name | say }}</span>
          @if (isOneOfSeveral()) {
            <span class="who__tenant">{{ who.tenant.name | say }}</span>
          }
          <kp-icon name="down" />
        </summary>
        <div class="menu__sheet menu__sheet--end">
          <p class="menu__head">{{ who.name | say }}</p>
          <p class="menu__code">{{ who.account }}</p>
          @if (isOneOfSeveral()) {
            <p class="menu__code">{{ who.tenant.name | say }}</p>
          }
          <ul class="menu__facts">
            @for (post of who.posts; track $index) {
              <li>{{ post.unit | unitName }} {{ post.title | say }}</li>
            }
          </ul>
          <a class="menu__item" routerLink="/sessions" (click)="menu.close()"
            ><kp-icon name="device" /><span>{{ t('session.devices') }}</span></a
          >
          <a class="menu__item" routerLink="/password" (click)="menu.close()"
            ><kp-icon name="lock" /><span>{{ t('page.password') }}</span></a
          >
          <a class="menu__item" routerLink="/factor" (click)="menu.close()"
            ><kp-icon name="shield" /><span>{{ t('page.factor') }}</span></a
          >
          <button type="button" class="menu__item" (click)="signOut()">
            <kp-icon name="signOut" /><span>{{ t('session.signOut') }}</span>
          </button>
        </div>
      </details>
    }
  `,
})
export class AccountMenu {
  protected readonly session = inject(Session);
  /** Where there are several tenants, it is said to which one the reader is signed in; a failure leaves that out. */
  protected readonly isOneOfSeveral = computed(() => this.tenants.hasValue() && this.tenants.value().length > 1);
  private readonly api = inject(Api);
  private readonly tenants = resource({ loader: () => this.api.get<TenantRef[]>('tenants') });
  private readonly document = inject(DOCUMENT);
  private readonly router = inject(Router);
  private readonly work = inject(OpenWork);
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);

  protected async signOut(): Promise<void> {
    try {
      const elsewhere = await this.session.signOut();
      this.work.forget();
      if (elsewhere === null) await this.router.navigateByUrl('/sign-in');
      else this.document.location.assign(elsewhere);
    } catch (error) {
      this.announcements.say(this.words.why(error), 'plain');
    }
  }
}
