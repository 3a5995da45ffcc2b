import type { Text } from '#contracts';
import { dateOf, dayNumber } from './local-day.js';
import type { DayException } from './working-calendar.js';

/** One holiday of a notice: the days off, both ends included, and the weekend days worked for it. */
interface Holiday {
  name: Text;
  from: string;
  to: string;
  worked: string[];
}

const NEW_YEAR = { zh: '元旦', en: 'New Year’s Day' };
const SPRING = { zh: '春节', en: 'Spring Festival' };
const QINGMING = { zh: '清明节', en: 'Tomb-Sweeping Day' };
const LABOUR = { zh: '劳动节', en: 'Labour Day' };
const DRAGON_BOAT = { zh: '端午节', en: 'Dragon Boat Festival' };
const MID_AUTUMN = { zh: '中秋节', en: 'Mid-Autumn Festival' };
const NATIONAL = { zh: '国庆节', en: 'National Day' };
const NATIONAL_AND_MID_AUTUMN = { zh: '国庆节、中秋节', en: 'National Day and Mid-Autumn Festival' };

/** The yearly notices of the State Council's General Office, holiday by holiday. */
const NOTICES: { year: number; paper: string; holidays: Holiday[] }[] = [
  {
    year: 2016,
    paper: '国办发明电〔2015〕18号',
    holidays: [
      { name: NEW_YEAR, from: '2016-01-01', to: '2016-01-01', worked: [] },
      { name: SPRING, from: '2016-02-07', to: '2016-02-13', worked: ['2016-02-06', '2016-02-14'] },
      { name: QINGMING, from: '2016-04-04', to: '2016-04-04', worked: [] },
      { name: LABOUR, from: '2016-05-01', to: '2016-05-02', worked: [] },
      { name: DRAGON_BOAT, from: '2016-06-09', to: '2016-06-11', worked: ['2016-06-12'] },
      { name: MID_AUTUMN, from: '2016-09-15', to: '2016-09-17', worked: ['2016-09-18'] },
      { name: NATIONAL, from: '2016-10-01', to: '2016-10-07', worked: ['2016-10-08', '2016-10-09'] },
    ],
  },
  {
    year: 2017,
    paper: '国办发明电〔2016〕17号',
    holidays: [
      { name: NEW_YEAR, from: '2017-01-01', to: '2017-01-02', worked: [] },
      { name: SPRING, from: '2017-01-27', to: '2017-02-02', worked: ['2017-01-22', '2017-02-04'] },
      { name: QINGMING, from: '2017-04-02', to: '2017-04-04', worked: ['2017-04-01'] },
      { name: LABOUR, from: '2017-05-01', to: '2017-05-01', worked: [] },
      { name: DRAGON_BOAT, from: '2017-05-28', to: '2017-05-30', worked: ['2017-05-27'] },
      { name: NATIONAL_AND_MID_AUTUMN, from: '2017-10-01', to: '2017-10-08', worked: ['2017-09-30'] },
    ],
  },
  {
    year: 2018,
    paper: '国办发明电〔2017〕12号',
    holidays: [
      { name: NEW_YEAR, from: '2018-01-01', to: '2018-01-01', worked: [] },
      { name: SPRING, from: '2018-02-15', to: '2018-02-21', worked: ['2018-02-11', '2018-02-24'] },
      { name: QINGMING, from: '2018-04-05', to: '2018-04-07', worked: ['2018-04-08'] },
      { name: LABOUR, from: '2018-04-29', to: '2018-05-01', worked: ['2018-04-28'] },
      { name: DRAGON_BOAT, from: '2018-06-18', to: '2018-06-18', worked: [] },
      { name: MID_AUTUMN, from: '2018-09-24', to: '2018-09-24', worked: [] },
      { name: NATIONAL, from: '2018-10-01', to: '2018-10-07', worked: ['2018-09-29', '2018-09-30'] },
      // From the notice for 2019 (国办发明电〔2018〕15号), which begins in the last days of 2018.
      { name: NEW_YEAR, from: '2018-12-30', to: '2018-12-31', worked: ['2018-12-29'] },
    ],
  },
  {
    year: 2026,
    paper: '国办发明电〔2025〕7号',
    holidays: [
      { name: NEW_YEAR, from: '2026-01-01', to: '2026-01-03', worked: ['2026-01-04'] },
      { name: SPRING, from: '2026-02-15', to: '2026-02-23', worked: ['2026-02-14', '2026-02-28'] },
      { name: QINGMING, from: '2026-04-04', to: '2026-04-06', worked: [] },
      { name: LABOUR, from: '2026-05-01', to: '2026-05-05', worked: ['2026-05-09'] },
      { name: DRAGON_BOAT, from: '2026-06-19', to: '2026-06-21', worked: [] },
      { name: MID_AUTUMN, from: '2026-09-25', to: '2026-09-27', worked: [] },
      { name: NATIONAL, from: '2026-10-01', to: '2026-10-07', worked: ['2026-09-20', '2026-10-10'] },
    ],
  },
];

/** The published years of mainland China's holidays that the product knows, each with its notice and its days. */
export const CHINA_YEARS: readonly { year: number; paper: string; days: DayException[] }[] = NOTICES.map(
  ({ year, paper, holidays }) => ({ year, paper, days: holidays.flatMap(daysOf) }),
);

function daysOf(holiday: Holiday): DayException[] {
  const makeUp = { zh: `${holiday.name.zh}调休`, en: `Worked for ${holiday.name.en}` };
  return [
    ...daysBetween(holiday.from, holiday.to).map((day) => ({ day, kind: 'holiday' as const, name: holiday.name })),
    ...holiday.worked.map((day) => ({ day, kind: 'workday' as const, name: makeUp })),
  ];
}

function daysBetween(from: string, to: string): string[] {
  const first = dayNumber(from);
  return Array.from({ length: dayNumber(to) - first + 1 }, (_, index) => dateOf(first + index));
}
