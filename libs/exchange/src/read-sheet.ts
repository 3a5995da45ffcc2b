import { readCsv } from './csv-sheet.js';
import { FileRefused } from './file-refused.js';
import { MAX_FILE_BYTES, type ImportFile } from './import-file.js';
import type { Sheet } from './sheet.js';
import { readXlsx } from './xlsx/xlsx-sheet.js';

/** Reads a CSV or XLSX file as rows of texts, or throws FileRefused. */
export async function readSheet(file: ImportFile, onRows: (rows: number) => void): Promise<Sheet> {
  if (file.bytes.length > MAX_FILE_BYTES) throw tooLarge();
  const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  if (file.name.toLowerCase().endsWith('.csv')) return readCsv(bytes, onRows);
  if (file.name.toLowerCase().endsWith('.xlsx')) return readXlsx(bytes, onRows);
  throw new FileRefused('file.type-unknown', {
    zh: '只读 CSV 和 XLSX。请在 Excel 中打开此文件，“另存为”XLSX 或 CSV UTF-8 后再导入。',
    en: 'Only CSV and XLSX are read. Open the file in Excel, save as XLSX or CSV UTF-8 and import again.',
  });
}

function tooLarge(): FileRefused {
  return new FileRefused('file.too-large', {
    zh: '文件超过 20 MB。请拆成几个文件，分次导入。',
    en: 'The file is larger than 20 MB. Part it into several files and import one after the other.',
  });
}
