import { startOfDay } from '../wording/dates.js';

/** What the page's own address says of the entries that are wanted. */
export interface Wanted {
  from: string | undefined;
  to: string | undefined;
  actor: string | undefined;
  action: string | undefined;
  object: string | undefined;
  outcome: string | undefined;
}

/**
 * What the API is asked: days become instants, the last one included; what is not said, or is no day, is left out. This is a
 * pure function.
 */
export function queryOf({ from, to, ...rest }: Wanted): Record<string, string> {
  const said = {
    from: startOfDay(from ?? '')?.toISOString(),
    to: startOfDay(to ?? '', 1)?.toISOString(),
    ...rest,
  };
  return Object.fromEntries(Object.entries(said).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
