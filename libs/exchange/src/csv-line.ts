/** What a spreadsheet takes for a formula, and would carry out. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A line of CSV, with CRLF. A text that a spreadsheet would take for a formula gets an apostrophe before it, and so is shown as it
 * stands. This is a pure function.
 */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/** What stands before everything, so that spreadsheets read UTF-8. */
export const CSV_BEGINNING = '\ufeff';

function cellOf(text: string | null): string {
  if (text === null) return '';
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
