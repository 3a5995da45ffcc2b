import type { Rule } from './rule.js';

/** A day that a span names is in every calendar. */
export const spanExists: Rule = ({ spans }) =>
  spans.flatMap(({ spec, pointer }) => {
    if (!('date' in spec) || isInEveryYear(spec.date)) return [];
    return [
      {
        pointer: pointer.at('date'),
        message: { zh: `${spec.date} 不是每年都有的日期。`, en: `${spec.date} is not a day of every year.` },
      },
    ];
  });

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isInEveryYear(date: string): boolean {
  const [month = 0, day = 0] = date.split('-').map(Number);
  return day >= 1 && day <= (DAYS[month - 1] ?? 0);
}
