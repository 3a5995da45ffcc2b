import { Component, computed, inject, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ImportReport } from '#contracts';
import { Api } from '../http/api';
import { Press } from '../http/press';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Amount } from '../wording/written';
import { ImportProblems } from './import-problems';
import { isTable } from './table-files';

/** Units, KPIs, special targets and opinions from CSV or XLSX: whole or not at all. */
@Component({
  selector: 'kp-import-page',
  imports: [Amount, Failure, Icon, ImportProblems, TranslocoDirective],
  templateUrl: './import-page.html',
})
export class ImportPage {
  protected readonly files = signal<File[]>([]);
  protected readonly ignored = signal(0);
  protected readonly report = signal<ImportReport | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly isOver = signal(false);
  protected readonly press = new Press();
  protected readonly size = computed(() => this.files().reduce((sum, file) => sum + file.size, 0) / 1024);
  private readonly api = inject(Api);

  protected choose(list: FileList | null | undefined): void {
    const all = [...(list ?? [])];
    const tables = all.filter((file) => isTable(file.name));
    this.files.set(tables);
    this.ignored.set(all.length - tables.length);
    this.report.set(null);
    this.error.set(null);
  }

  protected drop(event: DragEvent): void {
    event.preventDefault();
    this.isOver.set(false);
    this.choose(event.dataTransfer?.files);
  }

  protected async send(): Promise<void> {
    if (this.press.busy()) return;
    this.error.set(null);
    this.report.set(null);
    const what = this.files().map((file) => [file.name, file.size, file.lastModified]);
    try {
      this.report.set(await this.press.run(what, (key) => this.api.post<ImportReport>('imports', this.body(), key)));
    } catch (error) {
      this.error.set(error);
    }
  }

  private body(): FormData {
    const body = new FormData();
    for (const file of this.files()) body.append('files', file, file.name);
    return body;
  }
}
