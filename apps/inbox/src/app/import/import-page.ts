import { Component, inject, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ImportReport } from '#contracts';
import { Press } from '../http/press';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Amount } from '../wording/written';
import { ImportProblems } from './import-problems';
import { withProgress, type FileProgress, type ImportProgress } from './import-progress';
import { Importing } from './importing';
import { ProgressTable } from './progress-table';
import { isTable } from './table-files';

/** Units, KPIs, special targets and opinions from CSV or XLSX: whole or not at all. */
@Component({
  selector: 'kp-import-page',
  imports: [Amount, Failure, Icon, ImportProblems, ProgressTable, TranslocoDirective],
  templateUrl: './import-page.html',
})
export class ImportPage {
  protected readonly files = signal<File[]>([]);
  protected readonly ignored = signal(0);
  protected readonly report = signal<ImportReport | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly isOver = signal(false);
  protected readonly progress = signal<FileProgress[]>([]);
  protected readonly now = signal<ImportProgress | null>(null);
  protected readonly press = new Press();
  private readonly importing = inject(Importing);

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
    this.progress.set([]);
    this.now.set(null);
    const what = this.files().map((file) => [file.name, file.size, file.lastModified]);
    try {
      this.report.set(
        await this.press.run(what, (key) => this.importing.run(this.files(), key, (news) => this.hear(news))),
      );
    } catch (error) {
      this.error.set(error);
    }
  }

  private hear(news: ImportProgress): void {
    this.now.set(news);
    this.progress.update((files) => withProgress(files, news));
  }
}
