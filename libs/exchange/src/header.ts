import type { ImportColumns, ImportFinding } from '#organisation';

/** Which column stands where in a file. */
export interface Header {
  /** Name of the column at each place; null where the place has none. */
  places: (string | null)[];
  findings: ImportFinding[];
}

/** Matches the first row of a file with the columns of its table: none unknown, none twice, none missing. */
export function matchHeader(cells: string[], columns: ImportColumns): Header {
  const places = cells.map((cell) => (Object.hasOwn(columns, cell.toLowerCase()) ? cell.toLowerCase() : null));
  const unknown = cells.filter((cell, place) => places[place] === null && cell !== '');
  const repeated = places.filter((name, place) => name !== null && places.indexOf(name) !== place);
  const missing = Object.keys(columns).filter((name) => !places.includes(name) && columns[name]?.mayBeMissing !== true);
  return {
    places,
    findings: [
      ...unknown.map((name) => unknownColumn(name, Object.keys(columns))),
      ...repeated.flatMap((name) => (name === null ? [] : [repeatedColumn(name)])),
      ...missing.map(missingColumn),
    ],
  };
}

function unknownColumn(name: string, known: string[]): ImportFinding {
  return {
    row: 1,
    column: name,
    value: name,
    code: 'column.unknown',
    message: {
      zh: `没有这一列。可用的列名：${known.join('、')}。请改正列名，或删去此列。`,
      en: `There is no such column. The columns are: ${known.join(', ')}. Correct the name, or remove the column.`,
    },
  };
}

function repeatedColumn(name: string): ImportFinding {
  return {
    row: 1,
    column: name,
    value: name,
    code: 'column.repeated',
    message: { zh: '此列出现了两次，请删去一列。', en: 'This column stands twice. Remove one of the two.' },
  };
}

function missingColumn(name: string): ImportFinding {
  return {
    row: 1,
    column: name,
    value: null,
    code: 'column.missing',
    message: {
      zh: `缺少“${name}”列，请在第一行补上此列名（单元格可按要求留空）。`,
      en: `The column “${name}” is missing. Add it to the first row; its cells may be empty where that is allowed.`,
    },
  };
}
