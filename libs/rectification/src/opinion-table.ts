import { Injectable } from '@nestjs/common';
import {
  unitIdsByCode,
  type ImportColumns,
  type ImportFinding,
  type ImportRow,
  type ImportTable,
  type KnownUnits,
  type SavedRows,
} from '#organisation';
import type { Sql } from '#platform';
import { OpinionRegister } from './opinion-register.js';

const COLUMNS = {
  opinion_no: { type: 'integer', min: 1, max: 100_000, required: true },
  year: { type: 'integer', min: 2000, max: 2100, mayBeMissing: true },
  area_no: { type: 'integer', min: 1, max: 1000, mayBeMissing: true },
  problem_area: { type: 'text', maxLength: 100, required: true },
  problems: { type: 'text', maxLength: 2000 },
  manifestation: { type: 'text', maxLength: 1000, required: true },
  lead_units: { type: 'list', maxItems: 20, maxLength: 100 },
  lead_unit_codes: { type: 'units', maxItems: 20 },
  rectification_directions: { type: 'text', maxLength: 2000 },
  is_dynamic_row: { type: 'yesNo', mayBeMissing: true },
  also_in_002: { type: 'yesNo', mayBeMissing: true },
  source_file: { type: 'text', maxLength: 200, mayBeMissing: true },
  note: { type: 'text', maxLength: 500, mayBeMissing: true },
} as const satisfies ImportColumns;

type OpinionRow = ImportRow<typeof COLUMNS>;

/** The list of opinions as files bring it (opinions.csv). Importing it records the opinions and opens their cases. */
@Injectable()
export class OpinionTable implements ImportTable<typeof COLUMNS> {
  readonly kind = 'opinions';
  readonly title = { zh: '社会评价意见', en: 'Public opinions' };
  readonly names = ['opinions'];
  readonly columns = COLUMNS;
  readonly key = ['year', 'opinion_no'] as const;

  constructor(private readonly register: OpinionRegister) {}

  check(rows: OpinionRow[], known: KnownUnits): ImportFinding[] {
    return rows.flatMap((row) => [...unlike(row), ...groups(row, known), ...leaderless(row)]);
  }

  async save(sql: Sql, tenantId: string, rows: OpinionRow[]): Promise<SavedRows> {
    const unitIds = await unitIdsByCode(sql, tenantId);
    const added = await this.register.record(
      sql,
      tenantId,
      rows.map(({ cells }) => ({
        year: cells.year,
        opinionNo: cells.opinion_no,
        area: cells.problem_area,
        problems: cells.problems,
        manifestation: cells.manifestation,
        directions: cells.rectification_directions,
        leadUnitsPrinted: cells.lead_units.join('、'),
        leadUnitIds: cells.lead_unit_codes.flatMap((code) => unitIds.get(code) ?? []),
        source: cells.source_file,
        note: cells.note,
      })),
    );
    return { added, changed: 0 };
  }
}

/** The names are shown and the codes decide: they must speak of the same units. */
function unlike({ row, cells }: OpinionRow): ImportFinding[] {
  if (cells.lead_units.length === 0 || cells.lead_units.length === cells.lead_unit_codes.length) return [];
  return [
    {
      row,
      column: 'lead_unit_codes',
      value: cells.lead_unit_codes.join('|'),
      code: 'opinion.lead-codes-differ',
      message: {
        zh: `牵头单位有 ${cells.lead_units.length} 个，代码有 ${cells.lead_unit_codes.length} 个，须一一对应。`,
        en: `${cells.lead_units.length} lead units but ${cells.lead_unit_codes.length} codes: give each its own.`,
      },
    },
  ];
}

function groups({ row, cells }: OpinionRow, known: KnownUnits): ImportFinding[] {
  return cells.lead_unit_codes
    .filter((code) => known.withCode(code)?.isGroup)
    .map((code) => ({
      row,
      column: 'lead_unit_codes',
      value: code,
      code: 'opinion.lead-is-group',
      message: {
        zh: `“${known.withCode(code)?.name ?? code}”是单位集合，不能牵头，请填写其中的具体单位。`,
        en: `“${known.withCode(code)?.name ?? code}” is a group of units and cannot lead. Name the very unit.`,
      },
    }));
}

/** Only the open row of a list, kept for new issues of the year (M067), may be without a lead unit. */
function leaderless({ row, cells }: OpinionRow): ImportFinding[] {
  if (cells.lead_unit_codes.length > 0 || cells.is_dynamic_row === true) return [];
  return [
    {
      row,
      column: 'lead_unit_codes',
      value: null,
      code: 'opinion.lead-missing',
      message: {
        zh: '没有牵头单位。请填写单位代码；年度内动态增加的意见，请在 is_dynamic_row 填 yes，交办时再定。',
        en: 'There is no lead unit. Give its code, or put yes in is_dynamic_row for an issue that comes up during the year.',
      },
    },
  ];
}
