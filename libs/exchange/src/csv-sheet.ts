import { setImmediate as nextTurn } from 'node:timers/promises';
import { CsvError, parse, type Options } from 'csv-parse';
import { FileRefused } from './file-refused.js';
import { MAX_ROWS } from './import-file.js';
import { SheetRows, tooManyRows, type Sheet } from './sheet.js';
import { decodeText } from './text-encoding.js';

const SLICE = 256 * 1024;
const MAX_RECORD_CHARACTERS = 2_000_000;
/** Empty lines are passed over, yet not without end. */
const MAX_RECORDS = MAX_ROWS * 2;

/** Reads a CSV file: quotes, line breaks within cells; formulas stay the text that they are. */
export async function readCsv(bytes: Buffer, onRows: (rows: number) => void): Promise<Sheet> {
  refuseWorkbook(bytes);
  const { text, encoding } = decodeText(bytes);
  const rows = new SheetRows();
  let record = 0;
  try {
    for await (const cells of records(text)) {
      record += 1;
      if (record > MAX_RECORDS) throw tooManyRows(record);
      rows.add(record, cells);
      if (record % 1000 === 0) onRows(rows.length);
    }
  } catch (error) {
    // The parser reports a broken file by throwing; everything else is passed on.
    if (error instanceof CsvError) throw brokenCsv(record + 1, error.code);
    throw error;
  }
  return rows.done(encoding === 'UTF-8' ? null : encoding);
}

async function* records(text: string): AsyncGenerator<string[]> {
  const options: Options = {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    max_record_size: MAX_RECORD_CHARACTERS,
  };
  const parser = parse(options);
  const parsed: AsyncIterable<string[]> = parser;
  const feeding = feed(parser, text);
  yield* parsed;
  await feeding;
}

/** In slices, so that other work gets its turn while a large file is read. */
async function feed(parser: ReturnType<typeof parse>, text: string): Promise<void> {
  for (let start = 0; start < text.length && !parser.destroyed; start += SLICE) {
    parser.write(text.slice(start, start + SLICE));
    await nextTurn();
  }
  if (!parser.destroyed) parser.end();
}

/** Excel writes “Unicode text” with tabs, and CSV with semicolons where its region says so. */
function delimiterOf(text: string): string {
  const [header = ''] = text.split('\n', 1);
  return [',', '\t', ';'].find((delimiter) => header.includes(delimiter)) ?? ',';
}

function refuseWorkbook(bytes: Buffer): void {
  if (bytes.toString('latin1', 0, 4) !== 'PK\u0003\u0004') return;
  throw new FileRefused('file.not-text', {
    zh: '文件名是 .csv，内容却是 Excel 工作簿。请把扩展名改为 .xlsx，或“另存为”CSV UTF-8。',
    en: 'The name says .csv, yet the content is an Excel workbook. Rename it to .xlsx, or save as CSV UTF-8.',
  });
}

function brokenCsv(row: number, code: string): FileRefused {
  const detail =
    code === 'CSV_MAX_RECORD_SIZE'
      ? { zh: '此行过长，可能缺少结束引号', en: 'the row is too long; a closing quote may be missing' }
      : { zh: '引号不成对', en: 'its quotes do not match' };
  return new FileRefused(
    'file.csv-broken',
    {
      zh: `第 ${row} 行读不下去：${detail.zh}。单元格内的双引号应写成两个，含逗号或换行的单元格应以双引号括起。`,
      en: `Row ${row} cannot be read: ${detail.en}. Double each quote within a cell, and quote cells with commas or line breaks.`,
    },
    row,
  );
}
