import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import { permissionsOf, Recognition, TokenRecognition, type SignedIn } from '#organisation';
import { Database, DomainError, narrowTo } from '#platform';
import type { FastifyRequest } from 'fastify';
import { HomeTenant } from '../home-tenant.js';
import { addressKey } from '../throttle/address-key.js';
import { Throttle } from '../throttle/throttle.js';
import { bearerToken } from './bearer-token.js';
import { SessionCookie } from './session-cookie.js';
import type { Visitor } from './visitor.js';

/** Who sends a request: somebody by their session's cookie, or another system by its token. */
@Injectable()
export class Visitors {
  constructor(
    private readonly recognition: Recognition,
    private readonly systems: TokenRecognition,
    private readonly cookie: SessionCookie,
    private readonly throttle: Throttle,
    private readonly home: HomeTenant,
    private readonly database: Database,
    private readonly operations: OperationLog,
  ) {}

  /**
   * Null: nobody, or whose session is over. A token is refused where it opens nothing (`token.invalid`), whatever it is sent to,
   * and beside a cookie (`token.beside-session`): it must be plain who acts.
   */
  async of(request: FastifyRequest): Promise<Visitor | null> {
    const [session, token] = [this.cookie.read(request), bearerToken(request)];
    if (token === undefined) return session === undefined ? null : visitorOf(await this.recognition.of(session));
    if (session !== undefined) throw besideSession();
    return visitorOf(await this.systems.of(token)) ?? this.#refuse(request, token);
  }

  async #refuse(request: FastifyRequest, token: string): Promise<never> {
    await this.throttle.take('token', addressKey(request.ip));
    const former = await this.systems.formerOf(token);
    const tenantId = former?.tenantId ?? (await this.home.first());
    narrowTo(tenantId);
    const operation = {
      tenantId,
      action: 'token.refused',
      outcome: 'refused' as const,
      ...(former && {
        actor: { accountId: former.accountId, account: former.account },
        object: { kind: 'account', id: former.accountId },
      }),
      details: { code: 'token.invalid' },
    };
    await this.operations.noteSparingly(this.database, operation, addressKey(request.ip));
    throw invalid();
  }
}

function visitorOf(known: SignedIn | null): Visitor | null {
  if (!known) return null;
  narrowTo(known.tenantId);
  const { only } = known;
  // A token reads nothing below: whoever approved it was asked about one tenant.
  const posts = only ? known.posts.map((held) => ({ ...held, tenantsBelow: [] })) : known.posts;
  return {
    ...known,
    posts,
    holdings: posts.map(({ post, unit, below, tenantsBelow }) => ({
      post,
      unitId: unit.unitId,
      below,
      tenantsBelow: tenantsBelow.map((one) => one.tenantId),
      ...(only && { only }),
    })),
    permissions: permissionsOf(
      posts.map(({ post }) => post),
      only,
    ),
  };
}

function invalid(): DomainError {
  return new DomainError('unauthenticated', 'token.invalid', {
    zh: '接口令牌无效：有误、已到期或已撤销。请向系统管理员申请新的令牌。',
    en: 'The token is not valid: it is wrong, has expired, or was revoked. Ask the system administrator for another one.',
  });
}

function besideSession(): DomainError {
  return new DomainError('invalid', 'token.beside-session', {
    zh: '请求同时带有登录 Cookie 和接口令牌，无法确定由谁办理。请只带其中之一。',
    en: 'The request brings a session’s cookie and a token, so that it is not plain who acts. Send one of them.',
  });
}
