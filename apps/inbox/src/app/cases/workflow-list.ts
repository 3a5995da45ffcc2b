import { Service, inject, signal } from '@angular/core';
import type { Text } from '#contracts';
import { Api } from '../http/api';

export interface WorkflowRef {
  workflow: string;
  version: number;
  title: Text;
  purpose: Text;
}

/** The workflows that the product runs, in their newest version. */
@Service()
export class WorkflowList {
  private readonly api = inject(Api);
  private readonly list = signal<WorkflowRef[]>([]);

  readonly all = this.list.asReadonly();

  async read(): Promise<void> {
    if (this.list().length === 0) this.list.set(await this.api.get<WorkflowRef[]>('workflows'));
  }
}
