import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** What the API answers is for the one who asked: no cache on the way may keep it. */
export function keepAnswersPrivate(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, payload, done) => {
      if (request.url.startsWith('/api')) void reply.header('cache-control', 'no-store');
      done(null, payload);
    });
}
