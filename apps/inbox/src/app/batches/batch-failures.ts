import { Component, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { BatchDetail, BatchFailure, BatchView } from '#contracts';
import { Api } from '../http/api';
import { Failure } from '../surface/failure';
import { Say } from '../wording/say';

/** What of a batch was not done, and why; read once somebody opens it. */
@Component({
  selector: 'kp-batch-failures',
  imports: [Failure, RouterLink, Say, TranslocoDirective],
  template: `
    <details #details *transloco="let t" (toggle)="details.open && look()">
      <summary class="link">{{ t('batches.notDone', { count: batch().failed + batch().cancelled }) }}</summary>
      @if (error(); as error) {
        <kp-failure [error]="error" [canRetry]="true" (retry)="look()" />
      }
      @if (items().length) {
        <div class="table-frame" tabindex="0" role="group" [attr.aria-label]="t('batches.list')">
          <table class="table">
            <thead>
              <tr>
                <th scope="col" class="is-number">{{ t('batches.no') }}</th>
                <th scope="col">{{ t('cases.matter') }}</th>
                <th scope="col">{{ t('batches.why') }}</th>
              </tr>
            </thead>
            <tbody>
              @for (item of items(); track item.no) {
                <tr>
                  <td class="is-number">{{ item.no }}</td>
                  <th scope="row">
                    @if (item.instanceId) {
                      <a [routerLink]="['/cases', item.instanceId]">{{ item.title | say }}</a>
                    } @else {
                      {{ item.title | say }}
                    }
                  </th>
                  <td>{{ item.problem ? (item.problem.detail | say) : t('batches.neverBegan') }}</td>
                </tr>
              }
            </tbody>
          </table>
        </div>
      }
      @if (after(); as next) {
        <button type="button" class="button button--small" [disabled]="isLoading()" (click)="read(next)">
          {{ t('inbox.more') }}
        </button>
      }
    </details>
  `,
})
export class BatchFailures {
  readonly batch = input.required<BatchView>();

  protected readonly items = signal<BatchFailure[]>([]);
  protected readonly after = signal<number | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly isLoading = signal(false);
  private readonly api = inject(Api);

  protected look(): void {
    this.items.set([]);
    void this.read(0);
  }

  protected async read(after: number): Promise<void> {
    this.isLoading.set(true);
    this.error.set(null);
    try {
      const page = await this.api.get<BatchDetail>(`batches/${this.batch().batchId}`, { after });
      this.items.update((items) => [...items, ...page.failures]);
      this.after.set(page.nextAfter);
    } catch (error) {
      this.error.set(error);
    } finally {
      this.isLoading.set(false);
    }
  }
}
