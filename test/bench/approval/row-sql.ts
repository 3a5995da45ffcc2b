import { numberedIdSql, type Stock } from './numbered-id.js';
import type { RecordedStep, RowImage, Table } from './recording.js';

/** How SQL is written for recorded rows: which values are ids that count up, and how other values are put in. */
export interface Writing {
  tables: readonly Table[];
  /** Ids of the recorded case; an id's place is its kind. */
  ids: readonly string[];
  stock: Stock;
  /** The number of the case in SQL. */
  n: string;
  /** A constant in SQL, of the given type. */
  constant(value: string, type: string): string;
}

const isJson = (type: string): boolean => type === 'json' || type === 'jsonb';

/** One value of a recorded row as SQL. */
export function valueSql(writing: Writing, value: string, type: string): string {
  if (isJson(type)) return writing.constant(value, type);
  const kind = writing.ids.findIndex((id) => value.includes(id));
  const id = writing.ids[kind];
  if (id === undefined) return writing.constant(value, type);
  const numbered = numberedIdSql(writing.stock, kind, writing.n);
  const [head = '', tail = ''] = value.split(id);
  const parts = [
    ...(head ? [writing.constant(head, 'text')] : []),
    numbered,
    ...(tail ? [writing.constant(tail, 'text')] : []),
  ];
  return `(${parts.join(' || ')})::${type}`;
}

function tableOf(writing: Writing, image: RowImage): Table {
  const table = writing.tables.find((one) => one.name === image.table);
  if (!table) throw new Error(`there is no table ${image.table}`);
  return table;
}

/** `INSERT INTO … SELECT …` of a recorded row, without its FROM; `instead` is SQL for columns that are to differ. */
export function insertSql(writing: Writing, image: RowImage, instead: Record<string, string> = {}): string {
  const { columns } = tableOf(writing, image);
  const names = Object.keys(image.row);
  const values = names.map(
    (name) => instead[name] ?? valueSql(writing, image.row[name] ?? '', columns[name] ?? 'text'),
  );
  return `INSERT INTO ${image.table} (${names.join(', ')}) SELECT ${values.join(', ')}`;
}

function whereSql(writing: Writing, image: RowImage): string {
  const { key, columns } = tableOf(writing, image);
  return key
    .map((name) => `t.${name} = ${valueSql(writing, image.row[name] ?? '', columns[name] ?? 'text')}`)
    .join(' AND ');
}

/** The row writes of a step, the instance's own first: each takes the FROM that it is to depend on. */
export function stepSql(writing: Writing, step: RecordedStep): { moved: string; rest: ((from: string) => string)[] } {
  const own = step.updated.find((image) => image.table === 'instances');
  if (!own) throw new Error('the step moved no instance');
  const updates = step.updated.filter((image) => image !== own);
  return {
    moved: `${updateSql(writing, own)}${whereSql(writing, own)} AND t.revision = ${Number(own.row['revision']) - 1}`,
    rest: [
      ...updates.map(
        (image) => (from: string) => `${updateSql(writing, image, from && ` FROM ${from}`)}${whereSql(writing, image)}`,
      ),
      ...step.inserted.map((image) => (from: string) => `${insertSql(writing, image)}${from && ` FROM ${from}`}`),
      ...step.deleted.map(
        (image) => (from: string) =>
          `DELETE FROM ${image.table} t${from && ` USING ${from}`} WHERE ${whereSql(writing, image)}`,
      ),
    ],
  };
}

function updateSql(writing: Writing, image: RowImage & { changed: string[] }, from = ''): string {
  const { columns } = tableOf(writing, image);
  const sets = image.changed.map((name) => {
    const value = image.row[name];
    return `${name} = ${value === undefined ? 'NULL' : valueSql(writing, value, columns[name] ?? 'text')}`;
  });
  return `UPDATE ${image.table} t SET ${sets.join(', ')}${from} WHERE `;
}
