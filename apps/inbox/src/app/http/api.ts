import { HttpClient, HttpEventType } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { firstValueFrom, mergeMap, type Observable } from 'rxjs';
import type { Query } from './query';

/** Browsers carry no more than 64 KiB on for a page that is gone, and refuse what is longer. */
const OUTLIVING_BYTES = 60_000;

const outlivesPage = (body: unknown): boolean => new Blob([JSON.stringify(body)]).size < OUTLIVING_BYTES;

/** Requests to the product's API as promises. Every POST carries an idempotency key. */
@Service()
export class Api {
  private readonly http = inject(HttpClient);

  get<T>(path: string, params: Query = {}): Promise<T> {
    return firstValueFrom(this.http.get<T>(`/api/${path}`, { params }));
  }

  getText(path: string, params: Query = {}): Promise<string> {
    return firstValueFrom(this.http.get(`/api/${path}`, { params, responseType: 'text' }));
  }

  post<T>(path: string, body: unknown, idempotencyKey: string): Promise<T> {
    const headers = { 'Idempotency-Key': idempotencyKey };
    return firstValueFrom(this.http.post<T>(`/api/${path}`, body, { headers }));
  }

  /** Posts and tells the answer's lines (NDJSON) while they come: each time, all the text received so far. */
  postForLines(path: string, body: unknown, idempotencyKey: string): Observable<string> {
    const headers = { 'Idempotency-Key': idempotencyKey, Accept: 'application/x-ndjson' };
    return this.http
      .post(`/api/${path}`, body, { headers, observe: 'events', reportDownloadProgress: true, responseType: 'text' })
      .pipe(
        mergeMap((event) =>
          event.type === HttpEventType.DownloadProgress && event.partialText ? [event.partialText] : [],
        ),
      );
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return firstValueFrom(this.http.put<T>(`/api/${path}`, body, { keepalive: outlivesPage(body) }));
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return firstValueFrom(this.http.patch<T>(`/api/${path}`, body, { keepalive: outlivesPage(body) }));
  }

  delete<T>(path: string): Promise<T> {
    return firstValueFrom(this.http.delete<T>(`/api/${path}`));
  }
}
