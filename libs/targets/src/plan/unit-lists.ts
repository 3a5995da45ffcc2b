import type { ImportFinding } from '#organisation';

/** Two lists of one row that must name the same units in the same order: as printed, and by code. */
export interface UnitLists {
  row: number;
  names: string[];
  namesColumn: string;
  codes: string[];
  codesColumn: string;
}

/** A finding where a row prints more or fewer units than it gives codes for. */
export function unitListsFinding({ row, names, namesColumn, codes, codesColumn }: UnitLists): ImportFinding | null {
  if (names.length === codes.length) return null;
  return {
    row,
    column: codesColumn,
    value: codes.join('|'),
    code: 'units.count-differs',
    message: {
      zh: `${namesColumn} 列有 ${names.length} 个单位，${codesColumn} 列有 ${codes.length} 个代码，请逐一对应。`,
      en: `${namesColumn} names ${names.length} units and ${codesColumn} ${codes.length} codes. Give one code for each name.`,
    },
  };
}
