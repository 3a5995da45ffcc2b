import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { KnownRequest } from './visitor.js';

/** Every answer carries the number of its request; at the level `info` and below every request has a line in the log. */
export function numberAnswers(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-correlation-id', request.id);
    done();
  });
  if (!['info', 'debug', 'trace'].includes(server.log.level)) return;
  server.addHook('onResponse', (request: KnownRequest, reply, done) => {
    request.log.info(
      {
        method: request.method,
        // The address as the route has it: what is asked for within it is the asker's.
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        account: request.visitor?.accountId ?? null,
        address: request.ip,
      },
      'request',
    );
    done();
  });
}
