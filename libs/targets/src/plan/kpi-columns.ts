import type { ImportColumns, ImportRow } from '#organisation';

const OPERATORS = ['=', '<', '<=', '>', '>=', '≈'];

/** The columns of kpi.csv. */
export const kpiColumns = {
  kpi_no: { type: 'text', maxLength: 32, required: true },
  domain: { type: 'text', maxLength: 100, required: true },
  indicator: { type: 'text', maxLength: 200, required: true },
  polarity_derived: {
    type: 'choice',
    options: ['higher_is_better', 'lower_is_better', 'compliance', 'unknown'],
    required: true,
  },
  five_year_target: { type: 'text', maxLength: 2000, required: true },
  five_year_operator: { type: 'choice', options: OPERATORS },
  five_year_value_number: { type: 'number' },
  five_year_unit: { type: 'text', maxLength: 50 },
  year: { type: 'integer', min: 2000, max: 2100, required: true },
  annual_target: { type: 'text', maxLength: 2000, required: true },
  annual_operator: { type: 'choice', options: OPERATORS },
  annual_value_number: { type: 'number' },
  annual_unit: { type: 'text', maxLength: 50 },
  decomposition_type: {
    type: 'text',
    maxLength: 100,
    required: true,
    pattern: {
      is: /^[a-z_]+(\+[a-z_]+)*$/,
      says: {
        zh: '请填写分解方式的代码，如 yearly_level 或 assigned_from_above，多种方式用“+”连接',
        en: 'Give the code of the decomposition, such as yearly_level or assigned_from_above; join several with “+”',
      },
    },
  },
  joint_years: {
    type: 'text',
    maxLength: 9,
    pattern: { is: /^20\d\d-20\d\d$/, says: { zh: '请写成 2018-2020 的样子', en: 'Write it as in 2018-2020' } },
  },
  responsible_units: { type: 'list', maxItems: 100, maxLength: 200 },
  responsible_unit_codes: { type: 'units', maxItems: 100 },
  source_file: { type: 'text', maxLength: 200, mayBeMissing: true },
  note: { type: 'text', maxLength: 1000, mayBeMissing: true },
} as const satisfies ImportColumns;

export type KpiRow = ImportRow<typeof kpiColumns>;
