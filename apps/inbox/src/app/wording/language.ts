import { DOCUMENT, Service, inject, signal } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { keptPreference } from '../display/kept-preference';
import { LANGUAGES, type LanguageCode } from './in-language';

const TAGS: Record<LanguageCode, string> = { zh: 'zh-CN', en: 'en' };

/** The reader's language: one signal that every text, date and number follows. */
@Service()
export class Language {
  private readonly transloco = inject(TranslocoService);
  private readonly root = inject(DOCUMENT).documentElement;
  private readonly kept = keptPreference('language', LANGUAGES, 'zh');
  private readonly code = signal<LanguageCode>('zh');

  readonly current = this.code.asReadonly();

  /** Loads the kept language; the first page is drawn in it. */
  start(): Promise<void> {
    return this.use(this.kept.read());
  }

  async use(language: LanguageCode): Promise<void> {
    await firstValueFrom(this.transloco.load(language));
    this.transloco.setActiveLang(language);
    this.root.lang = TAGS[language];
    this.kept.write(language);
    this.code.set(language);
  }
}
