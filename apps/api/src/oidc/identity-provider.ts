import { Injectable } from '@nestjs/common';
import type { Claimed } from '#organisation';
import { Clock, DomainError, SecretBox } from '#platform';
import * as client from 'openid-client';
import { z } from 'zod';
import type { OidcConfig } from '../config.js';
import { guardedFetch } from '../outgoing/guarded-fetch.js';
import { Settings } from '../settings.js';

/** What the browser carries, sealed, from the way to the provider until it comes back. */
const journey = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  back: z.string(),
  isRenewal: z.boolean(),
  tenant: z.string().optional(),
  at: z.number(),
});

/** Where somebody goes on to, and whether they only prove again who they are. */
export interface Errand {
  back: string;
  isRenewal: boolean;
  /** Code of the tenant that they sign in to; where it is left out, there is only one. */
  tenant?: string | undefined;
}

const SEAL = 'oidc journey';
const PATIENCE_MS = 5_000;
const JOURNEY_MS = 10 * 60_000;
/** Whoever proves again who they are has signed in there so many seconds ago, at most. */
const RENEWED_WITHIN = 60;

const claims = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().max(320).optional(),
  email_verified: z.boolean().optional(),
  preferred_username: z.string().max(255).optional(),
});

/** Speaks OpenID Connect with the configured provider: authorization code with PKCE, state and nonce. */
@Injectable()
export class IdentityProvider {
  #discovered: Promise<client.Configuration> | null = null;

  constructor(
    private readonly settings: Settings,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  get config(): OidcConfig | null {
    return this.settings.config.oidc;
  }

  /** Where the browser goes, and what it carries until it comes back. */
  async begin({ back, isRenewal, tenant }: Errand): Promise<{ url: string; carried: string }> {
    const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(await this.#provider(), {
      redirect_uri: this.#callback,
      scope: this.#required.scopes,
      response_type: 'code',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...(isRenewal && { prompt: 'login', max_age: String(RENEWED_WITHIN) }),
    });
    const at = this.clock.now().getTime();
    const carried = this.box.seal(
      Buffer.from(JSON.stringify({ state, nonce, verifier, back, isRenewal, tenant, at })),
      SEAL,
    );
    return { url: url.href, carried: carried.toString('base64url') };
  }

  /** Who came back: refused with `oidc.step-over` where the browser carries nothing, or `oidc.refused`. `query` begins with `?`. */
  async finish(carried: string | undefined, query: string): Promise<{ claimed: Claimed; errand: Errand }> {
    const { state, nonce, verifier, back, isRenewal, tenant } = this.#unsealed(carried);
    const provider = await this.#provider();
    try {
      const tokens = await client.authorizationCodeGrant(provider, new URL(`${this.#callback}${query}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        ...(isRenewal && { maxAge: RENEWED_WITHIN }),
      });
      return { claimed: this.#claimed(tokens), errand: { back, isRenewal, tenant } };
    } catch (error) {
      throw refusedFor(error);
    }
  }

  /** Where the browser goes to sign out there as well; null where the provider offers no such place. */
  async leaveUrl(idToken: string): Promise<string | null> {
    const provider = await this.#provider();
    if (!provider.serverMetadata().end_session_endpoint) return null;
    const parameters = { id_token_hint: idToken, post_logout_redirect_uri: `${this.settings.publicUrl}/sign-in` };
    return client.buildEndSessionUrl(provider, parameters).href;
  }

  #claimed(tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers): Claimed {
    const said = tokens.claims();
    const { sub, email, email_verified: isVerified, preferred_username: username } = claims.parse(said);
    const groups = z.array(z.string()).catch([]).parse(said?.[this.#required.groupsClaim]);
    return {
      issuer: said?.iss ?? '',
      subject: sub,
      verifiedEmail: isVerified === true ? (email ?? null) : null,
      username: username ?? null,
      groups,
      idToken: tokens.id_token ?? '',
    };
  }

  #unsealed(carried: string | undefined): z.infer<typeof journey> {
    const opened = this.box.open(Buffer.from(carried ?? '', 'base64url'), SEAL);
    if (opened === null) throw isOver();
    const unsealed = journey.parse(JSON.parse(opened.toString()));
    if (this.clock.now().getTime() - unsealed.at > JOURNEY_MS) throw isOver();
    return unsealed;
  }

  /** Asked once; where the provider was not reached, again the next time. */
  async #provider(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret, hosts, reach } = this.#required;
    const limits = { hosts, reach, timeoutMs: PATIENCE_MS };
    this.#discovered ??= client.discovery(issuer, clientId, clientSecret, undefined, {
      timeout: PATIENCE_MS / 1000,
      // Wherever its metadata point, only its own hosts are asked.
      [client.customFetch]: (url, { method, headers, body }) =>
        guardedFetch(url, { method, headers, ...(body != null && { body: String(body as URLSearchParams) }) }, limits),
      // The id token's signature is checked by the provider's keys, not only by the connection that it came over.
      execute: [client.enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [insecure] : [])],
    });
    try {
      return await this.#discovered;
    } catch (error) {
      this.#discovered = null;
      throw unavailable(error);
    }
  }

  get #required(): OidcConfig {
    if (this.config === null) throw isOff();
    return this.config;
  }

  get #callback(): string {
    return `${this.settings.publicUrl}/api/oidc/callback`;
  }
}

/**
 * On loopback only: the settings take no other address without https. By its name, for the library marks it as deprecated so that
 * nobody uses it unawares.
 */
const insecure = Reflect.get<typeof client, 'allowInsecureRequests'>(client, 'allowInsecureRequests');

/** The provider said no, or what came back does not belong to what was asked. */
function refusedFor(error: unknown): DomainError {
  return new DomainError(
    'forbidden',
    'oidc.refused',
    {
      zh: '统一身份认证没有通过，或返回的内容与本次登录不符。请重新登录。',
      en: 'The identity provider did not let you in, or its answer does not belong to this sign-in. Sign in again.',
    },
    { params: { reason: reasonOf(error) } },
  );
}

function unavailable(error: unknown): DomainError {
  return new DomainError(
    'unavailable',
    'oidc.unavailable',
    {
      zh: '暂时连不上统一身份认证平台，请稍后重试，或用账号密码登录。',
      en: 'The identity provider cannot be reached for now. Try again later, or sign in with account and password.',
    },
    { params: { reason: reasonOf(error) } },
  );
}

/** Codes of the protocol and of the library, never what came with them. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const { error: said, code } = error as { error?: unknown; code?: unknown };
  return [said, code].find((one) => typeof one === 'string') ?? 'unknown';
}

function isOver(): DomainError {
  return new DomainError('forbidden', 'oidc.step-over', {
    zh: '这次登录已超过十分钟，或已在别处完成。请重新登录。',
    en: 'This sign-in has taken more than ten minutes, or was finished elsewhere. Sign in again.',
  });
}

function isOff(): DomainError {
  return new DomainError('missing', 'oidc.off', {
    zh: '没有设置统一身份认证，请用账号密码登录。',
    en: 'No identity provider is set up. Sign in with account and password.',
  });
}
