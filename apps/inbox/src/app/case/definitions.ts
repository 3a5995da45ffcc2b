import { Service, inject } from '@angular/core';
import type { DefinitionView } from '#contracts';
import { Api } from '../http/api';
import type { Query } from '../http/query';
import { Session } from '../session/session';
import type { LanguageCode } from '../wording/in-language';

/** Definitions as published; a version never changes, so each is fetched once by whoever is signed in. */
@Service()
export class Definitions {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly kept = new Map<string, Promise<DefinitionView>>();

  /** The definition with its picture laid out for the words of that language; of a tenant below where its code is given. */
  of(workflow: string, version: number, language: LanguageCode, tenant?: string): Promise<DefinitionView> {
    const key = `${workflow}/${version}`;
    const name = `${this.session.who()?.accountId ?? ''} ${key} ${language} ${tenant ?? ''}`;
    const kept = this.kept.get(name) ?? this.fetch(key, name, { lang: language, ...(tenant && { tenant }) });
    this.kept.set(name, kept);
    return kept;
  }

  private async fetch(key: string, name: string, asked: Query): Promise<DefinitionView> {
    try {
      return await this.api.get<DefinitionView>(`definitions/${key}`, asked);
    } catch (error) {
      // A failure is not kept: the next reader asks again.
      this.kept.delete(name);
      throw error;
    }
  }
}
