import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { withinOrigin, type RequestOrigin } from '#audit';
import type { FastifyRequest } from 'fastify';

/** From where a request came, nobody being recognised yet. */
export function originOf(request: FastifyRequest): RequestOrigin {
  return {
    address: request.ip.replace(/^::ffff:/, ''),
    device: request.headers['user-agent'] ?? '',
    correlationId: request.id,
    actor: null,
  };
}

/** All that a route does is done as asked for from there. Once the body is read: what reads it knows no origin. */
export function rememberOrigins(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preValidation', (request, _reply, done) => withinOrigin(originOf(request), done));
}
