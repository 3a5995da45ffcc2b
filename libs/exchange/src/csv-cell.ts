/**
 * What a spreadsheet takes for the beginning of a formula or a command: also in the full width that Chinese input methods type,
 * and after spaces, invisible marks or quotes, which it passes over.
 */
const FORMULA = /^[\p{Z}\p{Cf}"'＂＇]*[=+\-@＝＋－＠−\t\r\n|％%]/u;
/** A number is no formula, with a sign as well. */
const NUMBER = /^[+-]?\d+([.,]\d+)*(e[+-]?\d+)?%?$/iu;

/** A cell of a CSV file that goes out: text that a spreadsheet would run stands behind an apostrophe, and stays text. */
export function csvCell(value: string): string {
  const guarded = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return `"${guarded.replaceAll('"', '""')}"`;
}

/** A line of a CSV file that goes out, with its line end as RFC 4180 has it; null is an empty cell. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => (cell === null ? '' : csvCell(cell))).join(',')}\r\n`;
}

/** What stands before everything, so that spreadsheets read UTF-8. */
export const CSV_BEGINNING = '\ufeff';
