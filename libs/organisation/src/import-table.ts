import type { Text } from '#contracts';
import type { Sql } from '#platform';
import type { KnownUnit, KnownUnits } from './units/known-units.js';

/** What the cells of one column hold. A list in a cell is parted by `|`. */
export type ImportColumn = ImportColumnRule &
  (
    | { type: 'text'; maxLength: number; pattern?: { is: RegExp; says: Text } }
    | { type: 'number'; min?: number; max?: number }
    | { type: 'integer'; min: number; max: number }
    | { type: 'yesNo' }
    | { type: 'choice'; options: readonly string[] }
    | { type: 'list'; maxItems: number; maxLength: number; options?: readonly string[] }
    /** Code of one known unit. */
    | { type: 'unit' }
    /** Codes of known units. */
    | { type: 'units'; maxItems: number }
  );

interface ImportColumnRule {
  /** Whether every cell must be filled. */
  required?: boolean;
  /** Whether a file may leave the column out; its cells count as empty then. */
  mayBeMissing?: boolean;
}

export type ImportColumns = Record<string, ImportColumn>;

export type ImportCell = string | number | boolean | null | string[];

/** What a cell reads as: an empty text is `''`, an empty number or yes/no is `null`, an empty list is `[]`. */
export type CellOf<Column extends ImportColumn> = Column extends { type: 'number' | 'integer' }
  ? Column extends { required: true }
    ? number
    : number | null
  : Column extends { type: 'yesNo' }
    ? Column extends { required: true }
      ? boolean
      : boolean | null
    : Column extends { type: 'list' | 'units' }
      ? string[]
      : string;

export type CellsOf<Columns extends ImportColumns> = { [Name in keyof Columns]: CellOf<Columns[Name]> };

/** One row that passed the checks of its columns. */
export interface ImportRow<Columns extends ImportColumns = ImportColumns> {
  /** 1 is the header. */
  row: number;
  cells: CellsOf<Columns>;
}

/** Why one cell of a row is refused. */
export interface ImportFinding {
  row: number;
  column: string | null;
  value: string | null;
  /** `noun.fact`. */
  code: string;
  /** What is wrong and how to mend it. */
  message: Text;
}

/** How many rows an import wrote; the others stood as they are. */
export interface SavedRows {
  added: number;
  changed: number;
}

/**
 * A table that files can be imported into: a domain lib says what its columns are, what only the domain can check, and
 * how the rows are kept. An import adds and changes rows and never removes one.
 */
export interface ImportTable<Columns extends ImportColumns = ImportColumns> {
  kind: string;
  title: Text;
  /** Names of its files without the ending, in lower case: `kpi` reads kpi.csv and kpi.xlsx. */
  names: readonly string[];
  columns: Columns;
  /** Columns that together identify a row; two rows of one file with the same are refused. */
  key: readonly string[];
  /** Units that the rows bring along: known to this table's own check and to every table after it. */
  brings?(rows: ImportRow<Columns>[], known: KnownUnits): KnownUnit[];
  /** What columns by themselves cannot see. Asked only for rows whose cells are all in order. */
  check?(rows: ImportRow<Columns>[], known: KnownUnits): ImportFinding[];
  /** Writes the rows inside the import's transaction; the same rows a second time change nothing. */
  save(sql: Sql, tenantId: string, rows: ImportRow<Columns>[]): Promise<SavedRows>;
}
