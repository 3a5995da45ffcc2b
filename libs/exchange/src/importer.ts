import type { OperationLog } from '#audit';
import type { ImportProblem, ImportReport } from '#contracts';
import { KnownUnits, type ImportRow, type ImportTable } from '#organisation';
import type { Database } from '#platform';
import { chooseFiles } from './file-choice.js';
import { FileRefused } from './file-refused.js';
import type { ImportFile, ImportProgress } from './import-file.js';
import { leftAside, readInEncoding } from './import-notices.js';
import { ProblemList } from './problem-list.js';
import { readSheet } from './read-sheet.js';
import { checkTable } from './table-check.js';

interface Checked {
  table: ImportTable;
  file: string;
  rows: ImportRow[];
}

type OnProgress = (progress: ImportProgress) => void;

/** Imports files whole or not at all: everything is read and checked, and only then written, in one transaction. */
export class Importer {
  /** The tables in the order in which they refer to each other. */
  constructor(
    private readonly database: Database,
    private readonly operations: OperationLog,
    private readonly tables: readonly ImportTable[],
  ) {}

  async import(
    tenantId: string,
    files: readonly ImportFile[],
    onProgress: OnProgress = () => undefined,
  ): Promise<ImportReport> {
    const started = performance.now();
    const problems = new ProblemList();
    const notices: ImportProblem[] = [];
    const known = await KnownUnits.load(this.database, tenantId);
    const checked = await this.#check(files, known, problems, notices, onProgress);
    const isInOrder = problems.count === 0;
    return {
      done: isInOrder,
      files: isInOrder ? await this.#save(tenantId, checked, onProgress) : checked.map(untouched),
      problems: problems.listed,
      problemCount: problems.count,
      notices,
      seconds: Math.round(performance.now() - started) / 1000,
    };
  }

  async #check(
    files: readonly ImportFile[],
    known: KnownUnits,
    problems: ProblemList,
    notices: ImportProblem[],
    onProgress: OnProgress,
  ): Promise<Checked[]> {
    const { chosen, second, left } = chooseFiles(this.tables, files);
    for (const { file, finding } of second) problems.add(file.name, finding);
    notices.push(
      ...left.map(({ name }) =>
        leftAside(
          name,
          this.tables.flatMap(({ names }) => names),
        ),
      ),
    );
    if (chosen.length === 0) problems.add('', nothingToImport());

    const checked: Checked[] = [];
    let judgesUnits = true;
    for (const { table, file } of chosen) {
      const result = await this.#checkFile(table, file, known, judgesUnits, onProgress);
      for (const finding of result.findings) problems.add(file.name, finding);
      if (result.encoding !== null) notices.push(readInEncoding(file.name, result.encoding));
      if (table.brings !== undefined && !result.hasRows) judgesUnits = false;
      checked.push({ table, file: file.name, rows: result.rows });
    }
    return checked;
  }

  async #checkFile(
    table: ImportTable,
    file: ImportFile,
    known: KnownUnits,
    judgesUnits: boolean,
    onProgress: OnProgress,
  ) {
    try {
      const sheet = await readSheet(file, (rows) => onProgress({ step: 'read', file: file.name, rows, of: null }));
      const of = sheet.rows.length;
      onProgress({ step: 'read', file: file.name, rows: of, of });
      const onRows = (rows: number) => onProgress({ step: 'check', file: file.name, rows, of });
      onRows(0);
      const result = await checkTable(table, sheet, known, { judgesUnits, onRows });
      onRows(of);
      return { ...result, encoding: sheet.encoding };
    } catch (error) {
      // A file that cannot be read is one problem of the import; anything else is a fault of the program.
      if (!(error instanceof FileRefused)) throw error;
      const finding = { row: error.row, column: null, value: null, code: error.code, message: error.detail };
      return { rows: [], findings: [finding], hasRows: false, encoding: null };
    }
  }

  #save(tenantId: string, checked: Checked[], onProgress: OnProgress): Promise<ImportReport['files']> {
    return this.database.transaction(async (sql) => {
      await sql.query(`select pg_advisory_xact_lock(hashtextextended('import ' || $1, 0))`, [tenantId]);
      const saved: ImportReport['files'] = [];
      for (const { table, file, rows } of checked) {
        onProgress({ step: 'save', file, rows: 0, of: rows.length });
        const { added, changed } = rows.length === 0 ? { added: 0, changed: 0 } : await table.save(sql, tenantId, rows);
        const unchanged = rows.length - added - changed;
        saved.push({ file, kind: table.kind, rows: rows.length, added, changed, unchanged });
        onProgress({ step: 'save', file, rows: rows.length, of: rows.length });
      }
      await this.operations.note(sql, { tenantId, action: 'data.imported', details: { files: saved } });
      return saved;
    });
  }
}

function untouched({ table, file, rows }: Checked): ImportReport['files'][number] {
  return { file, kind: table.kind, rows: rows.length, added: 0, changed: 0, unchanged: 0 };
}

function nothingToImport() {
  return {
    row: 0,
    column: null,
    value: null,
    code: 'import.nothing',
    message: {
      zh: '没有可导入的文件。请选择 units、unit_group_members、people、kpi、special_targets 或 opinions 的 CSV 或 XLSX 文件。',
      en: 'There is no file to import. Choose units, unit_group_members, people, kpi, special_targets or opinions as CSV or XLSX.',
    },
  };
}
