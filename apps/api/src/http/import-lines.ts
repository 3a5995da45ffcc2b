import { StreamableFile } from '@nestjs/common';
import type { ImportReport, Problem } from '#contracts';
import type { ImportProgress } from '#exchange';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { problemOf } from './problem.filter.js';

export const NDJSON = 'application/x-ndjson';

/** A line of an import that is told as it goes: how far it is, and last the report or the problem that ended it. */
type ImportLine = { progress: ImportProgress } | { report: ImportReport } | { problem: Problem };

/** Longer silence than this means a lost connection: a long step repeats its last line. */
const PULSE_MS = 5000;

/** Whether the client wants to hear how an import goes; others get the report alone. */
export function wantsLines(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').toLowerCase().includes(NDJSON);
}

/**
 * Tells an import in lines while it runs. The status is sent before the outcome is known, so a refusal is the last line.
 * An import whose reader left runs to its end all the same.
 */
export function toldInLines(
  request: FastifyRequest,
  work: (onProgress: (progress: ImportProgress) => void) => Promise<ImportReport>,
): StreamableFile {
  const lines = new Readable({ read: () => undefined });
  let last: ImportLine | null = null;
  const tell = (line: ImportLine): void => {
    last = line;
    if (!lines.destroyed) lines.push(`${JSON.stringify(line)}\n`);
  };
  const pulse = setInterval(() => {
    if (last) tell(last);
  }, PULSE_MS);
  void work((progress) => tell({ progress }))
    .then(
      (report) => tell({ report }),
      (error: unknown) => tell({ problem: problemTold(error, request) }),
    )
    .finally(() => {
      clearInterval(pulse);
      if (!lines.destroyed) lines.push(null);
    });
  return new StreamableFile(lines, { type: `${NDJSON}; charset=utf-8` });
}

function problemTold(error: unknown, request: FastifyRequest): Problem {
  const problem = problemOf(error, request.id);
  if (problem.status >= 500) request.log.error({ err: error }, 'import failed');
  return problem;
}
