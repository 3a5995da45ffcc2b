import { Component, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Empty } from './empty';
import type { IconName } from './icons';

const ICON: Record<string, IconName> = {
  notFound: 'search',
  forbidden: 'lock',
  noPost: 'info',
  unreachable: 'info',
  proved: 'check',
};

/** The pages that only say something: not found, not permitted, no post yet, not reachable, identity confirmed. */
@Component({
  selector: 'kp-plain-notice',
  imports: [Empty, RouterLink, TranslocoDirective],
  template: `
    <div class="plain-page" *transloco="let t">
      <h1 class="visually-hidden">{{ t('notice.' + kind() + '.title') }}</h1>
      <kp-empty [icon]="icon()" [title]="t('notice.' + kind() + '.title')" [text]="t('notice.' + kind() + '.text')">
        @if (kind() === 'unreachable') {
          <button type="button" class="button button--primary" (click)="goBack()">{{ t('action.retry') }}</button>
        } @else if (kind() !== 'proved' && kind() !== 'noPost') {
          <a class="button button--primary" routerLink="/">{{ t('action.toStart') }}</a>
        }
      </kp-empty>
    </div>
  `,
})
export class PlainNotice {
  private readonly route = inject(ActivatedRoute);
  private readonly router = inject(Router);
  private readonly data = toSignal(this.route.data, { requireSync: true });

  protected readonly kind = computed(() => String(this.data()['notice']));
  protected readonly icon = computed(() => ICON[this.kind()] ?? 'info');

  protected goBack(): void {
    const back = this.route.snapshot.queryParamMap.get('back');
    void this.router.navigateByUrl(back ?? '/', { onSameUrlNavigation: 'reload' });
  }
}
