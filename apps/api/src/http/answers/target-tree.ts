import { z } from 'zod';
import { polarity } from './sheet-view.js';
import { text } from './text.js';
import { targetUnit, unitRef } from './unit-ref.js';

const kpi = z
  .object({
    kpiNo: z.string(),
    indicator: z.string(),
    polarity,
    fiveYearTarget: z.string(),
    fiveYearValue: z.number().nullable(),
    fiveYearUnit: z.string(),
    years: z.array(
      z.object({
        year: z.int(),
        target: z.string(),
        operator: z.string(),
        value: z.number().nullable(),
        unit: z.string(),
        decomposition: z.string(),
        units: z.array(targetUnit),
      }),
    ),
  })
  .meta({ id: 'TargetKpi' });

/** The list of targets: domain → KPI → yearly targets → units. */
export const targetTree = z
  .object({
    years: z.array(z.int()),
    domains: z.array(z.object({ domain: z.string(), kpis: z.array(kpi) })),
    specials: z.array(
      z.object({
        targetNo: z.string(),
        name: z.string(),
        content: z.string(),
        leadUnits: z.array(unitRef),
        methods: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'TargetTree' });

/** What opening a year will do. */
export const yearPreview = z
  .object({
    year: z.int(),
    opened: z.boolean(),
    sheets: z.array(
      z.object({
        unit: unitRef,
        kind: z.enum(['main', 'supplement']),
        rows: z.array(
          z.object({
            kpiNo: z.string(),
            indicator: z.string(),
            target: z.string(),
            awaitingValue: z.boolean(),
            coopUnits: z.array(unitRef),
            weight: z.number(),
          }),
        ),
      }),
    ),
    findings: z
      .array(z.object({ kpiNo: z.string(), indicator: z.string(), message: text }))
      .describe('Plan rows that cannot be allocated, and why'),
  })
  .meta({ id: 'YearPreview' });

/** What opening a year did. */
export const yearOpened = z
  .object({ year: z.int(), sheets: z.int(), rows: z.int(), awaitingValue: z.int() })
  .meta({ id: 'YearOpened' });
