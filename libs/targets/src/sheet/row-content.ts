import { z } from 'zod';
import type { RowContent, TargetClass } from '#contracts';
import { cleanText } from './clean-text.js';

export const OPERATORS = ['', '=', '>=', '<=', '>', '<', '≈'] as const;
export const POLARITIES = ['higher_is_better', 'lower_is_better', 'compliance', 'unknown'] as const;
export const NATURES = ['binding', 'expected'] as const;
export const CLASSES = [
  'key',
  'functional',
  'priority',
  'special',
  'challenge',
] as const satisfies readonly TargetClass[];

const line = cleanText(200);
const essay = cleanText(2000);

const milestone = z.strictObject({
  /** Empty while it is being typed. */
  date: z.union([z.literal(''), z.iso.date()]),
  text: cleanText(500),
  quality: cleanText(500),
});

/** What a unit fills in for one target (M026), as it may come from outside. */
export const rowContentSchema = z.strictObject({
  indicator: line,
  target: essay,
  operator: z.enum(OPERATORS),
  value: z.number().min(-1e12).max(1e12).nullable(),
  unit: cleanText(50),
  baseline: essay,
  polarity: z.enum(POLARITIES),
  nature: z.enum(NATURES),
  weight: z.int().min(0).max(100),
  current: essay,
  situation: essay,
  keyFactors: essay,
  methods: essay,
  measures: essay,
  ledger: essay,
  milestones: z.array(milestone).max(24),
  coopUnitIds: z.array(z.uuid()).max(30),
  sourcePaper: line,
}) satisfies z.ZodType<RowContent>;

export type ContentField = keyof RowContent;

/** The content of a target that nobody has written yet. */
export const BLANK_CONTENT: RowContent = {
  indicator: '',
  target: '',
  operator: '=',
  value: null,
  unit: '',
  baseline: '',
  polarity: 'higher_is_better',
  nature: 'expected',
  weight: 0,
  current: '',
  situation: '',
  keyFactors: '',
  methods: '',
  measures: '',
  ledger: '',
  milestones: [],
  coopUnitIds: [],
  sourcePaper: '',
};
