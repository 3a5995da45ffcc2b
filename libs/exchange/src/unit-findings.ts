import type { ImportCell, ImportColumns, ImportFinding, KnownUnits } from '#organisation';

/** One finding for each code in a row that names no unit. */
export function unitFindings(
  columns: ImportColumns,
  { row, cells }: { row: number; cells: Record<string, ImportCell> },
  known: KnownUnits,
): ImportFinding[] {
  return Object.entries(columns)
    .filter(([, column]) => column.type === 'unit' || column.type === 'units')
    .flatMap(([name]) =>
      codesIn(cells[name])
        .filter((code) => known.withCode(code) === undefined)
        .map((code) => unknownUnit(row, name, code, known)),
    );
}

function codesIn(cell: ImportCell | undefined): string[] {
  if (Array.isArray(cell)) return cell;
  return typeof cell === 'string' && cell !== '' ? [cell] : [];
}

function unknownUnit(row: number, column: string, code: string, known: KnownUnits): ImportFinding {
  const meant = known.named(code).map((unit) => unit.code);
  const zh =
    meant.length > 0
      ? `这是单位名称，代码是 ${meant.join('、')}，请改填代码。`
      : '请改正代码，或先在 units.csv 中增加此单位。';
  const en =
    meant.length > 0
      ? `This is a name; its code is ${meant.join(', ')}. Write the code.`
      : 'Correct it, or add the unit to units.csv.';
  return {
    row,
    column,
    value: code,
    code: 'unit.unknown',
    message: { zh: `没有代码为“${code}”的单位。${zh}`, en: `There is no unit with the code “${code}”. ${en}` },
  };
}
