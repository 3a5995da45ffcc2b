import { Service, inject } from '@angular/core';
import type { DefinitionView } from '#contracts';
import { Api } from '../http/api';
import type { LanguageCode } from '../wording/in-language';

/** Definitions as published; a version never changes, so each is fetched once. */
@Service()
export class Definitions {
  private readonly api = inject(Api);
  private readonly kept = new Map<string, Promise<DefinitionView>>();

  /** The definition with its picture laid out for the words of that language. */
  of(workflow: string, version: number, language: LanguageCode): Promise<DefinitionView> {
    const key = `${workflow}/${version}`;
    const kept = this.kept.get(`${key} ${language}`) ?? this.fetch(key, language);
    this.kept.set(`${key} ${language}`, kept);
    return kept;
  }

  private async fetch(key: string, language: LanguageCode): Promise<DefinitionView> {
    try {
      return await this.api.get<DefinitionView>(`definitions/${key}`, { lang: language });
    } catch (error) {
      // A failure is not kept: the next reader asks again.
      this.kept.delete(`${key} ${language}`);
      throw error;
    }
  }
}
