import { HttpClient } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { Query } from './query';

/** Requests to the product's API as promises. Every POST carries an idempotency key. */
@Service()
export class Api {
  private readonly http = inject(HttpClient);

  get<T>(path: string, params: Query = {}): Promise<T> {
    return firstValueFrom(this.http.get<T>(`/api/${path}`, { params }));
  }

  post<T>(path: string, body: unknown, idempotencyKey: string): Promise<T> {
    const headers = { 'Idempotency-Key': idempotencyKey };
    return firstValueFrom(this.http.post<T>(`/api/${path}`, body, { headers }));
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return firstValueFrom(this.http.put<T>(`/api/${path}`, body));
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return firstValueFrom(this.http.patch<T>(`/api/${path}`, body));
  }

  delete<T>(path: string): Promise<T> {
    return firstValueFrom(this.http.delete<T>(`/api/${path}`));
  }
}
