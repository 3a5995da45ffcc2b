import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ChartView, Text } from '#contracts';
import { Say } from '../wording/say';
import type { WalkedPath } from './walked-path';

/** The chart in rows: every state, whether the case was or is there, and where one goes from it. */
@Component({
  selector: 'kp-chart-table',
  imports: [Say, TranslocoDirective],
  template: `
    <details class="chart-table" *transloco="let t">
      <summary class="link">{{ t('chart.asTable') }}</summary>
      <div class="table-frame" tabindex="0" role="group" [attr.aria-label]="t('chart.asTable')">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{{ t('chart.state') }}</th>
              <th scope="col">{{ t('chart.standing') }}</th>
              <th scope="col">{{ t('chart.onwards') }}</th>
            </tr>
          </thead>
          <tbody>
            @for (row of rows(); track row.path) {
              <tr>
                <th scope="row">{{ row.title | say }}</th>
                <td>{{ row.standing ? t('chart.' + row.standing) : '' }}</td>
                <td>
                  <ul class="plain-list">
                    @for (way of row.ways; track $index) {
                      <li>{{ way.title | say }} → {{ way.to | say }}</li>
                    }
                  </ul>
                </td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    </details>
  `,
})
export class ChartTable {
  readonly chart = input.required<ChartView>();
  readonly current = input.required<readonly string[]>();
  readonly walked = input.required<WalkedPath>();

  protected readonly rows = computed(() => {
    const { nodes, edges } = this.chart();
    const titleOf = (path: string): Text | null => nodes.find((node) => node.path === path)?.title ?? null;
    return nodes
      .filter((node) => node.kind !== 'group')
      .map((node) => ({
        path: node.path,
        title: node.title,
        standing: this.current().includes(node.path) ? 'here' : this.walked().nodes.has(node.path) ? 'walked' : '',
        ways: edges
          .filter((edge) => edge.from === node.path)
          .map((edge) => ({ title: edge.title, to: titleOf(edge.to) })),
      }));
  });
}
