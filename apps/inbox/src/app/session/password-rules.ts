import { Component, inject, resource } from '@angular/core';
import type { Text } from '#contracts';
import { Api } from '../http/api';
import { Say } from '../wording/say';

/** What a new password must be, to be read before one is typed; named by the field that it stands beside. */
@Component({
  selector: 'kp-password-rules',
  imports: [Say],
  template: `
    @if (rules.value().length) {
      <ul class="rules">
        @for (rule of rules.value(); track $index) {
          <li>{{ rule | say }}</li>
        }
      </ul>
    }
  `,
})
export class PasswordRules {
  private readonly api = inject(Api);

  protected readonly rules = resource({
    loader: () => this.api.get<Text[]>('session/password-rules'),
    defaultValue: [],
  });
}
