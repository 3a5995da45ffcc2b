import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { CaseRow, DefinitionView, TenantRef } from '#contracts';
import { FieldValue } from '../form/field-value';
import { DueLabel } from '../wording/due-label';
import { Say, UnitName } from '../wording/say';
import { Written } from '../wording/written';

/** Cases in rows; the columns in the middle are those that the definition names. */
@Component({
  selector: 'kp-case-table',
  imports: [DueLabel, FieldValue, RouterLink, Say, TranslocoDirective, UnitName, Written],
  templateUrl: './case-table.html',
})
export class CaseTable {
  readonly rows = input.required<CaseRow[]>();
  readonly definition = input.required<DefinitionView | null>();
  /** The reader's own tenant, where others' cases stand among the rows; null: all are of one. */
  readonly own = input.required<TenantRef | null>();
}
