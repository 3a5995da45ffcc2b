import { Component, DestroyRef, computed, inject, viewChild } from '@angular/core';
import { Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { WaitingProposals } from '../accounts/waiting-proposals';
import { ShortcutHelp } from '../keyboard/shortcut-help';
import { Shortcuts } from '../keyboard/shortcuts';
import { Session } from '../session/session';
import { Icon } from '../surface/icon';
import { AccountMenu } from './account-menu';
import { ClockMenu } from './clock-menu';
import { DESTINATIONS } from './destinations';
import { DisplayMenu } from './display-menu';
import { LanguageSwitch } from './language-switch';
import { OpenWork } from './open-work';

@Component({
  selector: 'kp-shell',
  imports: [
    AccountMenu,
    ClockMenu,
    DisplayMenu,
    Icon,
    LanguageSwitch,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
    ShortcutHelp,
    TranslocoDirective,
  ],
  templateUrl: './shell.html',
})
export class Shell {
  private readonly session = inject(Session);
  private readonly router = inject(Router);

  protected readonly work = inject(OpenWork);
  protected readonly waiting = inject(WaitingProposals);
  protected readonly help = viewChild.required(ShortcutHelp);
  protected readonly destinations = computed(() => DESTINATIONS.filter((one) => this.session.may(one.permission)));

  constructor() {
    // A count beside a link is a comfort: a failure leaves it out and hinders nobody.
    if (this.session.may('account.approve')) this.waiting.refresh().catch(() => undefined);
    const shortcuts = inject(Shortcuts);
    shortcuts.on('inbox', () => void this.router.navigateByUrl('/inbox'), inject(DestroyRef));
  }

  protected skipToMain(main: HTMLElement, event: Event): void {
    event.preventDefault();
    main.focus();
  }
}
