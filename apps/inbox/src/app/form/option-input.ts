import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Option } from '#contracts';
import { Say } from '../wording/say';
import { hasRadios } from './field-shape';

/** One of a few: side by side where there are up to four, else in a list that opens. */
@Component({
  selector: 'kp-option-input',
  imports: [Say, TranslocoDirective],
  template: `
    @if (radios()) {
      <div
        class="choices choices--row"
        role="radiogroup"
        tabindex="-1"
        [id]="name()"
        [attr.aria-labelledby]="name() + '-label'"
      >
        @for (option of options(); track option.value) {
          <label class="choice">
            <input
              type="radio"
              [name]="name()"
              [checked]="value() === option.value"
              (change)="changed.emit(option.value)"
            />
            <span>{{ option.title | say }}</span>
          </label>
        }
      </div>
    } @else {
      <select
        #choice
        class="select"
        *transloco="let t"
        [id]="name()"
        [attr.aria-describedby]="describedBy()"
        [attr.aria-invalid]="isRefused()"
        [attr.aria-required]="required()"
        (change)="changed.emit(choice.value === '' ? null : choice.value)"
      >
        <option value="">{{ t('form.choose') }}</option>
        @for (option of options(); track option.value) {
          <option [value]="option.value" [selected]="value() === option.value">{{ option.title | say }}</option>
        }
      </select>
    }
  `,
})
export class OptionInput {
  readonly name = input.required<string>();
  readonly options = input.required<readonly Option[]>();
  readonly value = input.required<string>();
  readonly required = input(false);
  readonly isRefused = input(false);
  readonly describedBy = input<string | null>(null);
  readonly changed = output<string | null>();

  protected readonly radios = computed(() => hasRadios(this.options()));
}
