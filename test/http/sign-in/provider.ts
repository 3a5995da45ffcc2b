import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { Provider, type KoaContextWithOIDC } from 'oidc-provider';

/** What the provider says of somebody. */
export interface Person {
  email?: string;
  email_verified?: boolean;
  preferred_username?: string;
  groups?: string[];
}

export const CLIENT = { id: 'kaoping', secret: 'a secret of the tests, nowhere else' };

/** A real OpenID provider on loopback; whoever types a name on its page is that subject. */
export class TestProvider {
  /** By subject. */
  readonly people: Record<string, Person> = {};

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async open(): Promise<TestProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new TestProvider(server, `http://127.0.0.1:${port}`);
  }

  /** Takes people of the product at this address from now on. */
  serve(product: string): void {
    // It warns of keys and pages that are for tests alone; so they are.
    const warnings = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [`${product}/api/oidc/callback`],
          post_logout_redirect_uris: [`${product}/sign-in`],
        },
      ],
      conformIdTokenClaims: false,
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['preferred_username', 'groups'] },
      cookies: { keys: ['of the tests'] },
      findAccount: (_context, subject) => ({
        accountId: subject,
        claims: () => ({ sub: subject, ...this.people[subject] }),
      }),
      loadExistingGrant: agreed,
      ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    });
    warnings.mockRestore();
    this.server.removeAllListeners('request');
    this.server.on('request', (request, response) => void provider.callback()(request, response));
  }

  /** Publishes, under the names of its own keys, others that have signed nothing. */
  async forgeKeys(): Promise<void> {
    const { keys } = (await (await fetch(`${this.issuer}/jwks`)).json()) as { keys: { kid: string; kty: string }[] };
    const rsa = keys.find(({ kty }) => kty === 'RSA');
    const forged = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
    const [genuine] = this.server.listeners('request') as ((...parameters: unknown[]) => void)[];
    this.server.removeAllListeners('request');
    this.server.on('request', (request, response) => {
      if (request.url !== '/jwks') return genuine?.(request, response);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ keys: [{ ...rsa, ...forged }] }));
    });
  }

  /** Answers nothing but that it is out of order. */
  fail(): void {
    this.server.removeAllListeners('request');
    this.server.on('request', (_request, response) => response.writeHead(503).end());
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** The settings of a product that trusts this provider. */
  get settings(): Record<string, string> {
    return { OIDC_ISSUER: this.issuer, OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret };
  }
}

/** Nobody is asked whether the product may know who they are: it is the office's own. */
async function agreed(context: KoaContextWithOIDC) {
  const { client, session, provider } = context.oidc;
  if (!client || !session?.accountId) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid email profile');
  await grant.save();
  return grant;
}
