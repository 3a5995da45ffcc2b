import { FileRefused } from '../file-refused.js';
import { MAX_COLUMNS } from '../import-file.js';
import { SheetRows, type Sheet } from '../sheet.js';
import { Archive } from './archive.js';
import { readNumberMeanings, type NumberMeaning } from './number-formats.js';
import { plainNumber } from './plain-number.js';
import { MAX_CELL_CHARACTERS, readSharedStrings, RichText, tooLongText } from './shared-strings.js';
import { firstSheet } from './workbook.js';
import { readXml } from './xml.js';

/** Reads the first visible sheet of an XLSX workbook as texts, as Excel shows them plainly. */
export async function readXlsx(bytes: Buffer, onRows: (rows: number) => void): Promise<Sheet> {
  const archive = await Archive.open(bytes);
  const { path, countsFrom1904 } = await firstSheet(archive);
  const strings = await readSharedStrings(archive);
  const meanings = await readNumberMeanings(archive);
  const rows = new SheetRows();
  const reader = new SheetReader(rows, { strings, meanings, countsFrom1904 }, onRows);
  await readXml(path, archive.text(path), reader);
  return rows.done(null);
}

interface SheetFacts {
  strings: string[];
  meanings: NumberMeaning[];
  countsFrom1904: boolean;
}

/** Follows the XML of a sheet, cell by cell. */
class SheetReader {
  readonly #text = new RichText();
  #row = 0;
  #cells: string[] = [];
  #column = 0;
  #type = 'n';
  #style = 0;
  #value = '';
  #formula = '';
  #part: 'v' | 'f' | null = null;

  constructor(
    private readonly rows: SheetRows,
    private readonly facts: SheetFacts,
    private readonly onRows: (rows: number) => void,
  ) {}

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') this.#openRow(attributes);
    else if (name === 'c') this.#openCell(attributes);
    else if (name === 'v' || name === 'f') this.#part = name;
    else this.#text.open(name);
  }

  text(piece: string): void {
    if (this.#part === 'v') this.#value += piece;
    else if (this.#part === 'f') this.#formula += piece;
    else this.#text.add(piece);
    if (this.#value.length > MAX_CELL_CHARACTERS * 2 || this.#formula.length > MAX_CELL_CHARACTERS) throw tooLongText();
  }

  close(name: string): void {
    if (name === 'v' || name === 'f') this.#part = null;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#closeRow();
    else this.#text.close(name);
  }

  #openRow(attributes: Record<string, string>): void {
    const row = Number(attributes['r']);
    this.#row = Number.isSafeInteger(row) ? row : this.#row + 1;
    this.#cells = [];
    this.#column = 0;
  }

  #closeRow(): void {
    this.rows.add(this.#row, this.#cells);
    if (this.rows.length % 1000 === 0) this.onRows(this.rows.length);
  }

  #openCell(attributes: Record<string, string>): void {
    this.#column = columnOf(attributes['r']) ?? this.#column + 1;
    this.#type = attributes['t'] ?? 'n';
    this.#style = Number(attributes['s'] ?? 0);
    this.#value = '';
    this.#formula = '';
    this.#text.begin();
  }

  #closeCell(): void {
    const text = this.#cellText();
    if (text === '') return;
    if (this.#column > MAX_COLUMNS) throw tooFarRight(this.#row, this.#column);
    while (this.#cells.length < this.#column - 1) this.#cells.push('');
    this.#cells[this.#column - 1] = text;
  }

  /** A formula shows the value that was computed for it; where none was kept, it shows itself. */
  #cellText(): string {
    if (this.#value === '' && this.#formula !== '') return `=${this.#formula}`;
    switch (this.#type) {
      case 's':
        return this.facts.strings[Number(this.#value)] ?? '';
      case 'inlineStr':
        return this.#text.value;
      case 'b':
        return this.#value === '1' ? 'TRUE' : 'FALSE';
      case 'n':
        return plainNumber(this.#value, this.facts.meanings[this.#style] ?? 'number', this.facts.countsFrom1904);
      case 'd':
        return this.#value.replace(/T00:00:00(\.0+)?Z?$/, '');
      default:
        return this.#value;
    }
  }
}

/** The number of the column in a reference such as `AB12`. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return null;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function tooFarRight(row: number, column: number): FileRefused {
  return new FileRefused(
    'file.too-many-columns',
    {
      zh: `第 ${row} 行在第 ${column} 列还有内容，最多 ${MAX_COLUMNS} 列。请删去多余的列。`,
      en: `Row ${row} has something in column ${column}; at most ${MAX_COLUMNS} columns are read. Remove the others.`,
    },
    row,
  );
}
