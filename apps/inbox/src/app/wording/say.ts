import { Pipe, inject, type PipeTransform } from '@angular/core';
import type { Text, UnitRef } from '#contracts';
import { inLanguage, listedIn, unitNameIn } from './in-language';
import { Language } from './language';

// Impure on purpose: it reads the language's signal, so a switch of language redraws it.
@Pipe({ name: 'say', pure: false })
export class Say implements PipeTransform {
  private readonly language = inject(Language);

  transform(text: Text | null | undefined): string {
    return inLanguage(text, this.language.current());
  }
}

@Pipe({ name: 'unitName', pure: false })
export class UnitName implements PipeTransform {
  private readonly language = inject(Language);

  transform(unit: Pick<UnitRef, 'name' | 'nameEn'> | null | undefined): string {
    return unit ? unitNameIn(unit, this.language.current()) : '';
  }
}

@Pipe({ name: 'unitNames', pure: false })
export class UnitNames implements PipeTransform {
  private readonly language = inject(Language);

  transform(units: readonly UnitRef[]): string {
    const language = this.language.current();
    return listedIn(
      units.map((unit) => unitNameIn(unit, language)),
      language,
    );
  }
}
