import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { withinTenants } from '#platform';

/** Every request begins without a tenant: it reads and writes nobody's rows until the guard knows who asks. */
export function beginWithoutTenant(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    // After the body is read: what arrives on a connection does not carry the work of a request along.
    .addHook('preValidation', (_request, _reply, done) => withinTenants([], done));
}
