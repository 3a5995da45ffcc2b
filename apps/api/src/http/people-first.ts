import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Foreground } from '#platform';

/** While a request is answered, what nobody waits for stands aside. */
export function peopleFirst(app: NestFastifyApplication): void {
  const foreground = app.get(Foreground);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (_request, reply, done) => {
      const leave = foreground.enter();
      // Answered, or broken off.
      reply.raw.once('close', leave);
      done();
    });
}
