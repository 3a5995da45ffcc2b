import { Service, inject } from '@angular/core';
import {
  catchError,
  concat,
  firstValueFrom,
  map,
  merge,
  mergeMap,
  of,
  switchMap,
  tap,
  throwError,
  timer,
  type Observable,
} from 'rxjs';
import type { ImportReport } from '#contracts';
import { Api } from '../http/api';
import { Refusal, brokenOffRefusal } from '../http/refusal';
import { GrowingLines } from './growing-lines';
import type { ImportLine, ImportProgress } from './import-progress';

/** The server says something at least every five seconds, so this long a silence is a lost connection. */
const SILENCE_MS = 30_000;

/** Sends files to be imported and listens to how it goes. */
@Service()
export class Importing {
  private readonly api = inject(Api);

  /** Ends with the report, with the server's refusal, or with one that says that the connection was lost. */
  run(
    files: readonly File[],
    idempotencyKey: string,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<ImportReport> {
    const body = new FormData();
    for (const file of files) body.append('files', file, file.name);
    return firstValueFrom(this.listen(body, idempotencyKey).pipe(mergeMap((line) => ended(line, onProgress))));
  }

  private listen(body: FormData, idempotencyKey: string): Observable<ImportLine> {
    const lines = new GrowingLines();
    let isBegun = false;
    const heard = this.api.postForLines('imports', body, idempotencyKey).pipe(
      tap(() => (isBegun = true)),
      catchError((error: unknown) => throwError(() => (isBegun && isLost(error) ? brokenOffRefusal() : error))),
    );
    return concat(heard, throwError(brokenOffRefusal)).pipe(
      switchMap((text) => merge(of(text), timer(SILENCE_MS).pipe(mergeMap(() => throwError(brokenOffRefusal))))),
      mergeMap((text) => lines.take(text)),
      map((line) => JSON.parse(line) as ImportLine),
    );
  }
}

const isLost = (error: unknown): boolean => error instanceof Refusal && error.problem.status === 0;

/** The report, where the line brings it; nothing where it is progress. */
function ended(line: ImportLine, onProgress: (progress: ImportProgress) => void): ImportReport[] {
  if ('problem' in line) throw new Refusal(line.problem);
  if ('report' in line) return [line.report];
  onProgress(line.progress);
  return [];
}
