import { Injectable } from '@angular/core';
import type { Translation, TranslocoLoader } from '@jsverse/transloco';

const FILES: Record<string, () => Promise<{ default: Translation }>> = {
  zh: () => import('../../i18n/zh.json'),
  en: () => import('../../i18n/en.json'),
};

@Injectable({ providedIn: 'root' })
export class TranslationLoader implements TranslocoLoader {
  async getTranslation(language: string): Promise<Translation> {
    const load = FILES[language];
    if (!load) throw new Error(`No translation file for ${language}`);
    return (await load()).default;
  }
}
