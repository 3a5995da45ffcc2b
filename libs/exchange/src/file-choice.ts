import type { ImportFinding, ImportTable } from '#organisation';
import type { ImportFile } from './import-file.js';

/** Which file is read into which table, and what is left over. */
export interface FileChoice {
  chosen: { table: ImportTable; file: ImportFile }[];
  /** Files that belong to a table that another file was read into already. */
  second: { file: ImportFile; finding: ImportFinding }[];
  /** Files that no table knows. */
  left: ImportFile[];
}

/** Tells by their names which table each file is for, in the order of the tables: what is referred to comes first. */
export function chooseFiles(tables: readonly ImportTable[], files: readonly ImportFile[]): FileChoice {
  const named = files.map((file) => ({ ...file, name: baseName(file.name) }));
  const choice: FileChoice = { chosen: [], second: [], left: [] };
  for (const table of tables) {
    const [first, ...others] = named.filter((file) => table.names.includes(withoutEnding(file.name)));
    if (first === undefined) continue;
    choice.chosen.push({ table, file: first });
    choice.second.push(...others.map((file) => ({ file, finding: second(first.name) })));
  }
  choice.left = named.filter((file) => !tables.some((table) => table.names.includes(withoutEnding(file.name))));
  return choice;
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).normalize('NFC');
}

function withoutEnding(name: string): string {
  return name.toLowerCase().replace(/\.[^.]*$/, '');
}

function second(first: string): ImportFinding {
  return {
    row: 0,
    column: null,
    value: null,
    code: 'file.second',
    message: {
      zh: `“${first}”已是同一张表的文件。请只留一个，再导入。`,
      en: `“${first}” is a file of the same table. Keep one of the two and import again.`,
    },
  };
}
