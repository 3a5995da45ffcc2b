import type { FastifyServerOptions } from 'fastify';
import { scrubbed, scrubbedText } from './scrub.js';

/** Where lines go. */
export interface LogSink {
  write(line: string): unknown;
}

/** Marks that a terminal obeys or that turn the reading direction around: JSON itself lets them stand as they are. */
const OBEYED = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * The log: one JSON object a line, in UTC, of which every line of a request carries its `correlationId`. Secrets and personal data do
 * not get in, and nothing that somebody sends begins a line of its own. To standard error, so that what is said to the person at the terminal (a
 * set-up code) is no part of it.
 */
export function logLines(level: string, sink: LogSink): NonNullable<FastifyServerOptions['logger']> {
  if (level === 'silent') return false;
  return {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date(performance.timeOrigin + performance.now()).toISOString()}"`,
    formatters: { level: (name) => ({ level: name }), log: (fields) => scrubbed(fields) as Record<string, unknown> },
    hooks: {
      logMethod(given, method) {
        method.apply(this, withSafeWords(given) as Parameters<typeof method>);
      },
    },
    stream: { write: (line) => sink.write(line.replace(OBEYED, (mark) => `\\u${hex(mark)}`)) },
  };
}

/** The words of a line; where it has none, those of the error that it tells of. */
function withSafeWords(given: unknown[]): unknown[] {
  const safe = given.map((one) => (typeof one === 'string' ? scrubbedText(one) : one));
  const [first, ...rest] = safe;
  if (typeof first !== 'object' || first === null || rest.length > 0) return safe;
  const error = first instanceof Error ? first : 'err' in first ? first.err : null;
  return error instanceof Error ? [first, scrubbedText(error.message)] : safe;
}

const hex = (mark: string): string => mark.charCodeAt(0).toString(16).padStart(4, '0');
