import type { Text } from './text.js';

/**
 * An RFC 9457 problem, as every refusal of the API reads (`application/problem+json`).
 * `detail` says what, where and how to mend it, in both languages.
 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** Stable, `noun.fact`: `task.already-done`. */
  code: string;
  detail: Text;
  /** One entry for each field refused. */
  errors?: FieldProblem[];
  /** Facts that the page may show: who finished the task, what changed. */
  params?: Record<string, unknown>;
  correlationId: string;
}

export interface FieldProblem {
  /** JSON pointer into the body: `/data/milestones/0/date`. */
  pointer: string;
  code: string;
  message: Text;
}
