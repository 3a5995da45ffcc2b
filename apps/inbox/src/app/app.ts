import { Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { RenewalDialog } from './session/renewal-dialog';
import { Announcer } from './surface/announcer';
import { ConfirmDialog } from './surface/confirm-dialog';

@Component({
  selector: 'kp-app',
  imports: [Announcer, ConfirmDialog, RenewalDialog, RouterOutlet],
  template: `
    <router-outlet />
    <kp-announcer />
    <kp-confirm-dialog />
    <kp-renewal-dialog />
  `,
})
export class App {}
