import { Injectable, SetMetadata, type CanActivate, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { addressKey } from '../throttle/address-key.js';
import type { Throttled as Kind } from '../throttle/allowance.js';
import { Throttle } from '../throttle/throttle.js';
import { Traffic } from '../throttle/traffic.js';
import { bearerToken } from './bearer-token.js';
import { SessionCookie } from './session-cookie.js';
import type { KnownRequest } from './visitor.js';

const THROTTLED = 'kaoping:throttled';

/** A route that has an allowance of its own beside that of all requests. */
export const Throttled = (kind: Kind): CustomDecorator => SetMetadata(THROTTLED, kind);

/** Counts requests of routes with an allowance of their own, for the account, or the address of who has none. */
@Injectable()
export class ThrottleGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly throttle: Throttle,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const kind = this.reflector.get<Kind | undefined>(THROTTLED, context.getHandler());
    if (kind === undefined) return true;
    const { visitor, ip } = context.switchToHttp().getRequest<KnownRequest>();
    await this.throttle.take(kind, visitor?.accountId ?? addressKey(ip));
    return true;
  }
}

/** Bounds what one session, one token and one address may ask for, whatever it is. */
export function boundTraffic(app: NestFastifyApplication): void {
  const traffic = app.get(Traffic);
  const cookie = app.get(SessionCookie);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, _reply, done) => {
      try {
        traffic.admit(request.ip, cookie.read(request) ?? bearerToken(request));
        done();
      } catch (error) {
        // The refusal is answered as any other.
        done(error as Error);
      }
    });
}
