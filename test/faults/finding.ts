import type { Text } from '#contracts';

/** What one fault of the matrix came to. */
export interface Finding {
  fault: string;
  what: Text;
  /** How often it was made to happen. */
  times: number;
  /** Commands and jobs that were acknowledged or due, each looked for afterwards. */
  counted: number;
  lost: number;
  /** Steps made twice: never allowed. */
  twice: number;
  /** Messages that left twice, under the same id; and how often that could not be helped. */
  duplicates: number;
  ambiguous: number;
  violations: number;
  /** Facts with a number, by name. */
  measured: Record<string, number>;
}

/** The finding of a fault before anything happened. */
export function finding(fault: string, zh: string, en: string): Finding {
  return {
    fault,
    what: { zh, en },
    times: 0,
    counted: 0,
    lost: 0,
    twice: 0,
    duplicates: 0,
    ambiguous: 0,
    violations: 0,
    measured: {},
  };
}
