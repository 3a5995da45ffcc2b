import { Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Announcer } from './surface/announcer';
import { ConfirmDialog } from './surface/confirm-dialog';

@Component({
  selector: 'kp-app',
  imports: [Announcer, ConfirmDialog, RouterOutlet],
  template: `
    <router-outlet />
    <kp-announcer />
    <kp-confirm-dialog />
  `,
})
export class App {}
