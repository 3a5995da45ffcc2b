import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ImportCell, ImportColumns, ImportFinding, ImportRow, ImportTable, KnownUnits } from '#organisation';
import { matchHeader } from './header.js';
import { readCell } from './read-cell.js';
import type { Sheet, SheetRow } from './sheet.js';
import { unitFindings } from './unit-findings.js';

/** The rows of a file that are in order, and everything that is wrong with the others. */
export interface CheckedTable {
  rows: ImportRow[];
  findings: ImportFinding[];
  /** Whether the file was read at all, so that references to its rows can be judged. */
  hasRows: boolean;
}

interface ReadRow {
  row: number;
  cells: Record<string, ImportCell>;
  findings: ImportFinding[];
}

const TURN_ROWS = 1000;

/** Checks every row of a file against its table: columns, cells, keys, units, and what the table itself knows. */
export async function checkTable(
  table: ImportTable,
  sheet: Sheet,
  known: KnownUnits,
  { judgesUnits, onRows }: { judgesUnits: boolean; onRows: (rows: number) => void },
): Promise<CheckedTable> {
  const header = matchHeader(sheet.header, table.columns);
  if (header.findings.length > 0) return { rows: [], findings: header.findings, hasRows: false };

  const read: ReadRow[] = [];
  for (const row of sheet.rows) {
    read.push(readRow(row, header.places, table.columns));
    if (read.length % TURN_ROWS !== 0) continue;
    onRows(read.length);
    await nextTurn();
  }
  const whole = read.filter(({ findings }) => findings.length === 0);
  if (table.brings !== undefined) {
    known.add(table.brings(whole, known));
    if (table.key.length === 1) known.add(brokenUnits(table, read, known));
  }
  const findings = [
    ...read.flatMap((row) => row.findings),
    ...repeatedKeys(table, read),
    ...(judgesUnits ? read.flatMap((row) => unitFindings(table.columns, row, known)) : []),
    ...(table.check?.(whole, known) ?? []),
  ];
  return { rows: whole, findings: findings.sort((a, b) => a.row - b.row), hasRows: true };
}

function readRow({ row, cells }: SheetRow, places: (string | null)[], columns: ImportColumns): ReadRow {
  const read: ReadRow = {
    row,
    cells: {},
    findings: cells.length > places.length ? [tooManyCells(row, cells, places)] : [],
  };
  for (const [name, column] of Object.entries(columns)) {
    const text = cells[places.indexOf(name)] ?? '';
    const cell = readCell(column, text);
    if ('value' in cell) read.cells[name] = cell.value;
    else read.findings.push({ row, column: name, value: text, code: cell.code, message: cell.message });
  }
  return read;
}

/** A unit whose own row is wrong counts as known, so that the rows that name it are not called wrong for that. */
function brokenUnits(table: ImportTable, read: ReadRow[], known: KnownUnits) {
  return read
    .filter(({ findings }) => findings.length > 0)
    .map(({ cells }) => cells[table.key[0] ?? ''])
    .filter((code) => typeof code === 'string')
    .filter((code) => known.withCode(code) === undefined)
    .map((code) => ({ code, name: code, aliases: [], isGroup: true, parentCode: '' }));
}

function repeatedKeys(table: ImportTable, read: ReadRow[]): ImportFinding[] {
  const firstRows = new Map<string, number>();
  return read.flatMap(({ row, cells }) => {
    const values = table.key.map((name) => cells[name]);
    if (values.includes(undefined)) return [];
    const key = JSON.stringify(values);
    const first = firstRows.get(key);
    if (first !== undefined) return [repeatedKey(table.key, row, values, first)];
    firstRows.set(key, row);
    return [];
  });
}

function repeatedKey(
  key: readonly string[],
  row: number,
  values: (ImportCell | undefined)[],
  first: number,
): ImportFinding {
  const columns = key.join(' + ');
  return {
    row,
    column: columns,
    value: values.map((value) => String(value ?? '')).join(' + '),
    code: 'row.repeated',
    message: {
      zh: `与第 ${first} 行的 ${columns} 相同，同一文件内不能重复。请删去一行或改正。`,
      en: `Row ${first} has the same ${columns}, which may not stand twice in a file. Remove one of the two or correct it.`,
    },
  };
}

function tooManyCells(row: number, cells: string[], places: unknown[]): ImportFinding {
  return {
    row,
    column: null,
    value: cells.slice(places.length).join(' | '),
    code: 'row.too-many-cells',
    message: {
      zh: `此行有 ${cells.length} 格，表头只有 ${places.length} 列。含逗号的内容应以双引号括起；多余的格请删去。`,
      en: `The row has ${cells.length} cells for ${places.length} columns. Quote what holds commas, and remove what is too much.`,
    },
  };
}
