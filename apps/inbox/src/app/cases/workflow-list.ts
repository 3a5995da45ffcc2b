import { Service, computed, inject, signal } from '@angular/core';
import type { Text } from '#contracts';
import { Api } from '../http/api';
import { Session } from '../session/session';

export interface WorkflowRef {
  workflow: string;
  version: number;
  title: Text;
  purpose: Text;
}

/** The workflows of the reader's tenant, in their newest version; empty until they are read. */
@Service()
export class WorkflowList {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly kept = signal<{ by: string | undefined; workflows: WorkflowRef[] }>({
    by: undefined,
    workflows: [],
  });
  private readonly reader = computed(() => this.session.who()?.accountId);

  readonly all = computed(() => (this.kept().by === this.reader() ? this.kept().workflows : []));

  async read(): Promise<void> {
    if (this.all().length > 0) return;
    const by = this.reader();
    this.kept.set({ by, workflows: await this.api.get<WorkflowRef[]>('workflows') });
  }
}
