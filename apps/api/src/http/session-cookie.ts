import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import '@fastify/cookie';
import { Settings } from '../settings.js';

/** The cookie that holds the session's token; by https under a name that no other host and no plain connection can set. */
@Injectable()
export class SessionCookie {
  constructor(private readonly settings: Settings) {}

  read(request: FastifyRequest): string | undefined {
    return request.cookies[this.#name];
  }

  set(reply: FastifyReply, token: string): void {
    void reply.setCookie(this.#name, token, { ...this.#scope, httpOnly: true, sameSite: 'lax' });
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.#name, this.#scope);
  }

  get #name(): string {
    return this.settings.isSecure ? '__Host-kaoping_session' : 'kaoping_session';
  }

  get #scope(): { path: string; secure: boolean } {
    return { path: '/', secure: this.settings.isSecure };
  }
}
