import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { SheetRow, SheetView } from '#contracts';
import { FieldInput } from '../form/field-input';
import { FieldValue } from '../form/field-value';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Language } from '../wording/language';
import { inLanguage } from '../wording/in-language';
import { Say } from '../wording/say';
import { fieldOf } from './mendable-problems';
import { REQUIRED_FIELDS, ROW_FIELDS, fieldGroups, type RowFieldName } from './row-fields';
import type { RowEdit } from './row-edit';
import { rowChange } from './row-patch';

/** The fields of one target, saved while they are typed. */
@Component({
  selector: 'kp-row-editor',
  imports: [Failure, FieldInput, FieldValue, Icon, Say, TranslocoDirective],
  templateUrl: './row-editor.html',
})
export class RowEditor {
  readonly sheet = input.required<SheetView>();
  readonly row = input.required<SheetRow>();
  readonly edit = input.required<RowEdit>();
  readonly editable = input.required<RowFieldName[]>();

  protected readonly fields = ROW_FIELDS;
  protected readonly required = REQUIRED_FIELDS;
  protected readonly groups = computed(() => fieldGroups(this.editable()));
  protected readonly problems = computed(() => {
    const language = this.language.current();
    const own = this.sheet().problems.filter((problem) => problem.rowId === this.row().rowId);
    return new Map(own.map((problem) => [fieldOf(problem), inLanguage(problem.message, language)]));
  });
  private readonly language = inject(Language);

  protected set(field: RowFieldName, value: unknown): void {
    this.edit().set(rowChange(field, value));
  }
}
