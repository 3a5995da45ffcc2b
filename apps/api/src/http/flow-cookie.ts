import { Injectable } from '@nestjs/common';
import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../settings.js';

/** The cookie that a browser carries to the identity provider and back, for ten minutes. */
@Injectable()
export class FlowCookie {
  constructor(private readonly settings: Settings) {}

  /** What it carries; it carries it no more. */
  take(request: FastifyRequest, reply: FastifyReply): string | undefined {
    void reply.clearCookie(this.#name, this.#scope);
    return request.cookies[this.#name];
  }

  set(reply: FastifyReply, carried: string): void {
    void reply.setCookie(this.#name, carried, { ...this.#scope, maxAge: 600, httpOnly: true, sameSite: 'lax' });
  }

  get #name(): string {
    return this.settings.isSecure ? '__Host-kaoping_oidc' : 'kaoping_oidc';
  }

  get #scope(): { path: string; secure: boolean } {
    return { path: '/', secure: this.settings.isSecure };
  }
}
