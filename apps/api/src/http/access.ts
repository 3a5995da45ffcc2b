import {
  applyDecorators,
  Injectable,
  SetMetadata,
  type CanActivate,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ApiCookieAuth, ApiExtension } from '@nestjs/swagger';
import { originNow } from '#audit';
import type { Duty, Permission } from '#contracts';
import { reachOf } from '#organisation';
import { DomainError, narrowTo } from '#platform';
import { acting } from './acting.js';
import type { KnownRequest, Visitor } from './visitor.js';
import { Visitors } from './visitors.js';

const ACCESS = 'kaoping:access';
const SETTLES = 'kaoping:settles';
const FRESH = 'kaoping:fresh';
const FOR_PEOPLE = 'kaoping:for-people';
const OF_ONESELF = 'kaoping:of-oneself';

/** What the server answers to HEAD, it answers to GET as well. */
const READING = ['GET', 'HEAD'];

/** What the OpenAPI document says of a route that takes no token. */
export const FOR_PEOPLE_ONLY = 'x-for-people-only';

/** The route's handler and its controller: what both say, the handler says. */
type Declared = Parameters<Reflector['getAllAndOverride']>[1];

type Access = { permission: Permission } | { open: string };

/** What a route demands of who is signed in. */
export const Permit = (permission: Permission): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(ACCESS, { permission } satisfies Access), ApiCookieAuth());

/** A route that needs nobody signed in, and why. */
export const Open = (why: string): CustomDecorator => SetMetadata(ACCESS, { open: why } satisfies Access);

/** A route that stays open to whoever has this still to do before anything else: it is part of doing it. */
export const Settles = (...duties: Duty[]): CustomDecorator => SetMetadata(SETTLES, duties);

/**
 * A sensitive act: whoever does it has proved within the last ten minutes who they are. Otherwise refused with `session.stale`,
 * and done once they have: `POST /api/session/renewal`.
 */
export const Fresh = (): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(FRESH, true), ApiExtension(FOR_PEOPLE_ONLY, true));

/** Routes about signing in, one's own sessions and everybody's rights: not for another system's token, which is told `token.not-here`. */
export const ForPeople = (): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(FOR_PEOPLE, true), ApiExtension(FOR_PEOPLE_ONLY, true));

/** What concerns nobody but whoever asks: also for an account that holds no post yet, or none any more. */
export const OfOneself = (): ClassDecorator & MethodDecorator => SetMetadata(OF_ONESELF, true);

/** Deny by default: a route says what it demands, or nobody passes. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly visitors: Visitors,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const declared: Declared = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, declared);
    if (!access) throw forbidden();
    const request = context.switchToHttp().getRequest<KnownRequest>();
    const visitor = await this.visitors.of(request);
    if (visitor) request.visitor = visitor;
    if (visitor?.method === 'token' && this.#isForPeople(declared)) throw notForTokens();
    if ('open' in access) return true;
    if (!request.visitor) throw unauthenticated();
    rememberActor(request.visitor, access.permission);
    this.#mustBeAllowed(request.visitor, access.permission, declared);
    if (READING.includes(request.method)) lookBelow(request.visitor, access.permission);
    return true;
  }

  /** A token never proves anew who it is. */
  #isForPeople(declared: Declared): boolean {
    return [FOR_PEOPLE, FRESH].some((mark) => this.reflector.getAllAndOverride<boolean | undefined>(mark, declared));
  }

  #isOfOneself({ posts, method }: Visitor, declared: Declared): boolean {
    const isPostless = posts.length === 0 && method !== 'token';
    return isPostless && this.reflector.getAllAndOverride<boolean | undefined>(OF_ONESELF, declared) === true;
  }

  #mustBeAllowed(visitor: Visitor, permission: Permission, declared: Declared): void {
    const { duty, permissions, isFresh } = visitor;
    const settled = this.reflector.getAllAndOverride<Duty[] | undefined>(SETTLES, declared) ?? [];
    if (duty !== null && !settled.includes(duty)) throw owed(duty);
    if (!permissions.includes(permission) && !this.#isOfOneself(visitor, declared)) throw forbidden();
    if (!isFresh && this.reflector.getAllAndOverride<boolean | undefined>(FRESH, declared)) throw stale();
  }
}

/** What only reads may read what the permission reaches in the tenants below; whatever writes stays in its own. */
function lookBelow({ tenantId, holdings }: Visitor, permission: Permission): void {
  const { tenantIds } = reachOf(holdings, permission);
  if (tenantIds.length > 0) narrowTo(tenantId, tenantIds);
}

/** What the request does is noted as theirs, in the post that permits it. */
function rememberActor(visitor: Visitor, permission: Permission): void {
  const origin = originNow();
  if (origin) origin.actor = { ...acting(visitor, permission), account: visitor.account };
}

/** Stops the boot where a route declares nothing. */
@Injectable()
export class RouteInventory {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** Throws with the names of the routes that lack `@Permit` or `@Open`. */
  check(): void {
    const undeclared = this.discovery.getControllers().flatMap((wrapper) => {
      const controller = wrapper.metatype as (new () => object) | null;
      if (!controller) return [];
      const prototype = controller.prototype as Record<string, unknown>;
      return this.scanner
        .getAllMethodNames(prototype)
        .map((name) => ({ name, handler: prototype[name] as () => unknown }))
        .filter(({ handler }) => Reflect.hasMetadata('path', handler))
        .filter(
          ({ handler }) =>
            this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler, controller]) === undefined,
        )
        .map(({ name }) => `${controller.name}.${name}`);
    });
    if (undeclared.length > 0) throw new Error(`routes without @Permit or @Open: ${undeclared.join(', ')}`);
  }
}

function unauthenticated(): DomainError {
  return new DomainError('unauthenticated', 'session.needed', {
    zh: '请先登录。登录后将回到此页。',
    en: 'Sign in first. You will come back to this page.',
  });
}

function forbidden(): DomainError {
  return new DomainError('forbidden', 'permission.missing', {
    zh: '您的岗位没有此项权限。如确需办理，请联系管理员调整岗位。',
    en: 'Your post does not permit this. If you need it, ask an administrator to change your posts.',
  });
}

function notForTokens(): DomainError {
  return new DomainError('forbidden', 'token.not-here', {
    zh: '接口令牌不能调用此处：登录、账号和需要本人确认的操作只供本人登录后办理。',
    en: 'A token cannot be used here: signing in, accounts, and what needs a proof of identity are for people who signed in.',
  });
}

function owed(duty: Duty): DomainError {
  if (duty === 'factor')
    return new DomainError('forbidden', 'factor.must-enrol', {
      zh: '您的岗位须用两步验证登录。请先开启两步验证，然后继续。',
      en: 'Your post signs in with two steps. Turn two-step verification on first, then go on.',
    });
  return new DomainError('forbidden', 'password.must-change', {
    zh: '请先修改密码：初始密码须另设，密码到期也须更换。修改后即可继续。',
    en: 'Change your password first: a first password is to be replaced, and so is one that has expired. Then go on.',
  });
}

function stale(): DomainError {
  return new DomainError('forbidden', 'session.stale', {
    zh: '此项操作须再次确认身份。请重新输入密码，然后继续。',
    en: 'This act needs you to confirm who you are. Enter your password again, then go on.',
  });
}
