export { CHINA_YEARS } from './china-days.js';
export { explainSpan, resolveSpan, type ResolvedSpan } from './resolve-span.js';
export { WorkingCalendar, type CalendarFacts, type DayException, type ExplainedDay } from './working-calendar.js';
