import { isRecord } from '../form/field-text.js';

export interface GivenVerdict {
  verdict: 'accept' | 'return' | 'agree' | 'object' | '';
  opinion: string;
}

export type GivenVerdicts = Record<string, GivenVerdict>;

const VERDICTS = ['accept', 'return', 'agree', 'object'] as const;

/** Reads the verdicts that a draft holds by row; what it does not know is left out. This is a pure function. */
export function givenVerdicts(rows: unknown): GivenVerdicts {
  if (!isRecord(rows)) return {};
  return Object.fromEntries(
    Object.entries(rows).flatMap(([rowId, given]) => {
      if (!isRecord(given)) return [];
      const verdict = VERDICTS.find((one) => one === given['verdict']) ?? '';
      return [[rowId, { verdict, opinion: typeof given['opinion'] === 'string' ? given['opinion'] : '' }]];
    }),
  );
}

/** The verdicts with one more. This is a pure function. */
export function withVerdict(all: GivenVerdicts, rowId: string, given: GivenVerdict): GivenVerdicts {
  return { ...all, [rowId]: given };
}

/** Every row that has none gets that verdict. This is a pure function. */
export function restWith(all: GivenVerdicts, rowIds: readonly string[], verdict: 'accept' | 'agree'): GivenVerdicts {
  const rest = rowIds.filter((rowId) => !all[rowId]?.verdict);
  return {
    ...all,
    ...Object.fromEntries(rest.map((rowId) => [rowId, { verdict, opinion: all[rowId]?.opinion ?? '' }])),
  };
}
