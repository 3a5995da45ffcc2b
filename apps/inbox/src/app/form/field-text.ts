import type { Field, UnitRef } from '#contracts';
import { writtenDate, writtenNumber } from '../wording/dates.js';
import type { LanguageCode } from '../wording/in-language.js';
import { inLanguage, listedIn, unitNameIn } from '../wording/in-language.js';

const YES_NO = { zh: { true: '是', false: '否' }, en: { true: 'Yes', false: 'No' } };

/** Whether somebody gave a value: blank text and empty lists count as none. This is a pure function. */
export function isFilled(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === 'string') return value.trim() !== '';
  if (Array.isArray(value)) return value.length > 0;
  return true;
}

/** How long a text is of how long it may be, said once the limit comes near. This is a pure function. */
export function lengthWords(text: string, longest: number): string {
  return text.length > longest * 0.8 ? `${text.length} / ${longest}` : '';
}

/** A field's value in the reader's words; lists are tables and not written here. This is a pure function. */
export function fieldText(
  field: Field | undefined,
  value: unknown,
  units: readonly UnitRef[],
  language: LanguageCode,
): string {
  if (!isFilled(value)) return '';
  switch (field?.type) {
    case 'number':
      return typeof value === 'number'
        ? [writtenNumber(value), inLanguage(field.unit, language)].join(' ').trim()
        : String(value);
    case 'date':
      return writtenDate(String(value), 'date', language);
    case 'yesNo':
      return YES_NO[language][value === true ? 'true' : 'false'];
    case 'choice':
      return inLanguage(field.options.find((option) => option.value === value)?.title, language) || String(value);
    case 'unit':
    case 'units':
      return listedIn(
        unitIds(value).map((unitId) => nameOf(unitId, units, language)),
        language,
      );
    default:
      return plainText(value);
  }
}

/** The ids that a `unit` or `units` field holds. This is a pure function. */
export function unitIds(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** The rows that a `list` field holds. This is a pure function. */
export function listRows(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Whether a value is a plain object. This is a pure function. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(unitId: string, units: readonly UnitRef[], language: LanguageCode): string {
  const unit = units.find((one) => one.unitId === unitId);
  return unit ? unitNameIn(unit, language) : unitId;
}

function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
