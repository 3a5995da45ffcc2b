import { MethodNotAllowedException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** An address asked with a method that it does not take answers 405 and names those that it takes (RFC 9110, 15.5.6). */
export function nameKnownMethods(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  const routes: { pattern: RegExp; methods: string[] }[] = [];
  server.addHook('onRoute', ({ url, method }) => {
    if (url !== ANY) routes.push({ pattern: patternOf(url), methods: [method].flat() });
  });
  server.addHook('onRequest', (request, reply, done) => {
    const [address = ''] = request.url.split('?');
    const isRouted = !request.is404 && request.routeOptions.url !== ANY;
    const methods = isRouted ? [] : routes.filter(({ pattern }) => pattern.test(address)).flatMap((one) => one.methods);
    if (methods.length === 0) done();
    else {
      void reply.header('allow', [...new Set(methods)].sort().join(', '));
      done(new MethodNotAllowedException());
    }
  });
}

/** Answers every address that no other route takes. */
const ANY = '/*';

/** The addresses of a route: `:name` stands for one part of it, `*` for all that follows. */
function patternOf(url: string): RegExp {
  const parts = url.split(/(:\w+|\*)/).map((part) => {
    if (part === '*') return '.*';
    return part.startsWith(':') ? '[^/]+' : part.replaceAll('.', '\\.');
  });
  return new RegExp(`^${parts.join('')}$`);
}
