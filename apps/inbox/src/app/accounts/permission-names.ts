import { Pipe, inject, type PipeTransform } from '@angular/core';
import type { Permission } from '#contracts';
import { listedIn } from '../wording/in-language';
import { Language } from '../wording/language';
import { Words } from '../wording/words';

// Impure on purpose: it reads the language's signal, so a switch of language redraws it.
@Pipe({ name: 'permissionNames', pure: false })
export class PermissionNames implements PipeTransform {
  private readonly language = inject(Language);
  private readonly words = inject(Words);

  transform(permissions: readonly Permission[]): string {
    const names = permissions.map((one) => this.words.of(`rights.permission.${one}`));
    return listedIn(names, this.language.current());
  }
}
