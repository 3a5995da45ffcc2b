import { Component, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Language } from '../wording/language';

@Component({
  selector: 'kp-language-switch',
  imports: [TranslocoDirective],
  template: `
    <div class="segments" role="group" *transloco="let t" [attr.aria-label]="t('shell.language')">
      <button
        type="button"
        lang="zh-CN"
        class="segments__one"
        [attr.aria-pressed]="language.current() === 'zh'"
        (click)="language.use('zh')"
      >
        中<span class="visually-hidden">文</span>
      </button>
      <button
        type="button"
        lang="en"
        class="segments__one"
        [attr.aria-pressed]="language.current() === 'en'"
        (click)="language.use('en')"
      >
        EN<span class="visually-hidden">glish</span>
      </button>
    </div>
  `,
})
export class LanguageSwitch {
  protected readonly language = inject(Language);
}
