import { FileRefused } from './file-refused.js';
import { MAX_COLUMNS, MAX_ROWS } from './import-file.js';

/** Rows of a file as texts, whatever it was written in. */
export interface Sheet {
  header: string[];
  /** Rows that hold something; 1 is the header. */
  rows: SheetRow[];
  /** How a text file was encoded, where it was not UTF-8. */
  encoding: string | null;
}

export interface SheetRow {
  row: number;
  cells: string[];
}

/** Collects rows and refuses more than an import takes. Empty rows are passed over; the first other one is the header. */
export class SheetRows {
  #header: SheetRow | null = null;
  readonly #rows: SheetRow[] = [];

  add(row: number, cells: string[]): void {
    const kept = withoutEmptyEnd(cells.map(tidied));
    if (kept.length === 0) return;
    if (kept.length > MAX_COLUMNS) throw tooManyColumns(row, kept.length);
    if (this.#header === null) this.#header = { row, cells: kept };
    else if (this.#rows.length === MAX_ROWS) throw tooManyRows(row);
    else this.#rows.push({ row, cells: kept });
  }

  get length(): number {
    return this.#rows.length;
  }

  done(encoding: string | null): Sheet {
    if (this.#header === null) throw isEmpty();
    return { header: this.#header.cells, rows: this.#rows, encoding };
  }
}

function tidied(cell: string): string {
  return cell.replaceAll('\r\n', '\n').trim();
}

function withoutEmptyEnd(cells: string[]): string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
}

function tooManyColumns(row: number, columns: number): FileRefused {
  return new FileRefused(
    'file.too-many-columns',
    {
      zh: `第 ${row} 行有 ${columns} 列，最多 ${MAX_COLUMNS} 列。请删去多余的列。`,
      en: `Row ${row} has ${columns} columns; at most ${MAX_COLUMNS} are read. Remove the others.`,
    },
    row,
  );
}

/** Refuses a file that goes on beyond the rows that an import takes. */
export function tooManyRows(row: number): FileRefused {
  return new FileRefused(
    'file.too-many-rows',
    {
      zh: `数据超过 ${MAX_ROWS} 行。请拆成几个文件，分次导入。`,
      en: `There are more than ${MAX_ROWS} rows. Part them into several files and import one after the other.`,
    },
    row,
  );
}

function isEmpty(): FileRefused {
  return new FileRefused('file.empty', {
    zh: '文件是空的。第一行应为列名，请重新导出。',
    en: 'The file is empty. Its first row should name the columns; export it again.',
  });
}
