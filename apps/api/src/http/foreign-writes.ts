import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from '#platform';
import { bearerToken } from './bearer-token.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses writes that another site's page sends with the visitor's cookie; a token is sent by nobody but who holds it. */
export function refuseForeignWrites(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, _reply, done) => {
      const site = request.headers['sec-fetch-site'];
      const { origin, host } = request.headers;
      const isForeign =
        (typeof site === 'string' && site !== 'same-origin' && site !== 'none') ||
        (typeof origin === 'string' && !sameHost(origin, host));
      if (SAFE.has(request.method) || bearerToken(request) !== undefined || !isForeign) done();
      else
        done(
          new DomainError('forbidden', 'request.foreign', {
            zh: '此请求来自其他网站的页面，已拒绝。请在本系统页面内操作。',
            en: 'This request came from another site’s page and is refused. Act within this product’s own pages.',
          }),
        );
    });
}

function sameHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
