import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { SheetRow } from '#contracts';
import { CRITERIA, withCriterion, type Criterion } from './criteria';
import type { GivenVerdict } from './given-verdicts';

/** The reader's word on one target: accept or return with the four criteria, or agree or object. */
@Component({
  selector: 'kp-row-verdict-form',
  imports: [TranslocoDirective],
  templateUrl: './row-verdict-form.html',
})
export class RowVerdictForm {
  readonly row = input.required<SheetRow>();
  readonly kind = input.required<'review' | 'cosign'>();
  readonly given = input.required<GivenVerdict>();
  readonly judged = output<GivenVerdict>();

  protected readonly criteria = CRITERIA;
  protected readonly choices = computed(() =>
    this.kind() === 'review' ? (['accept', 'return'] as const) : (['agree', 'object'] as const),
  );
  protected readonly needsReason = computed(() => ['return', 'object'].includes(this.given().verdict));
  protected readonly id = computed(() => `verdict-${this.row().rowId}`);

  protected choose(verdict: GivenVerdict['verdict']): void {
    this.judged.emit({ ...this.given(), verdict });
  }

  protected say(opinion: string): void {
    this.judged.emit({ ...this.given(), opinion });
  }

  protected isMarked(criterion: Criterion): boolean {
    return this.given().opinion.includes(criterion.mark);
  }

  protected mark(criterion: Criterion): void {
    this.say(withCriterion(this.given().opinion, criterion));
  }
}
