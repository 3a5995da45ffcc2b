import { Service, inject } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import type { Text } from '#contracts';
import { refusalFrom } from '../http/refusal';
import { Language } from './language';
import { inLanguage } from './in-language';

/** Sentences for code that speaks: toasts, questions, titles. */
@Service()
export class Words {
  private readonly transloco = inject(TranslocoService);
  private readonly language = inject(Language);

  /** The product's own sentence of that name. */
  of(key: string, parameters: object = {}): string {
    return this.transloco.translate<string>(key, { ...parameters });
  }

  /** A text that came in both languages. */
  in(text: Text | null | undefined): string {
    return inLanguage(text, this.language.current());
  }

  /** Why something failed. */
  why(error: unknown): string {
    return this.in(refusalFrom(error).detail);
  }
}
