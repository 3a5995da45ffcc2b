import { Pipe, inject, type PipeTransform } from '@angular/core';
import { writtenDate, writtenNumber, type DateStyle } from './dates';
import { Language } from './language';

@Pipe({ name: 'written', pure: false })
export class Written implements PipeTransform {
  private readonly language = inject(Language);

  transform(value: string | null | undefined, style: DateStyle): string {
    return value ? writtenDate(value, style, this.language.current()) : '';
  }
}

@Pipe({ name: 'amount' })
export class Amount implements PipeTransform {
  transform(value: number | null | undefined): string {
    return value === null || value === undefined ? '' : writtenNumber(value);
  }
}
