import type { FieldProblem, Text } from '#contracts';

/** Why something is refused: a closed list, each with its HTTP status at the edge. */
export type Refusal =
  'invalid' | 'unauthenticated' | 'forbidden' | 'missing' | 'conflict' | 'too-large' | 'too-many' | 'unavailable';

/**
 * A refusal that a person reads: what, where and how to mend it, in both languages.
 * `code` is stable and `noun.fact`; `params` are facts for the page, never secrets.
 */
export class DomainError extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly code: string,
    readonly detail: Text,
    readonly facts: { params?: Record<string, unknown>; errors?: FieldProblem[] } = {},
  ) {
    super(`${code}: ${detail.en}`);
    this.name = 'DomainError';
  }
}
