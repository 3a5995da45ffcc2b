import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** What the product's pages never ask a browser for. */
const NEVER = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'payment',
  'usb',
];

/** Of answers that are no page: nothing of them may run or be framed, should a browser take one for a page. */
const NO_PAGE = `default-src 'none'; frame-ancestors 'none'`;

const PERMISSIONS = NEVER.map((feature) => `${feature}=()`).join(', ');

/** The same for what is refused before any hook runs: an address that cannot be decoded. */
export const BARE_ANSWER = {
  'cache-control': 'no-store',
  'content-security-policy': NO_PAGE,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': PERMISSIONS,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** What every answer tells the browser; that people must come by https only where they do. */
export async function tellBrowsers(app: NestFastifyApplication, { isSecure }: { isSecure: boolean }): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: isSecure && { maxAge: 31_536_000, includeSubDomains: true },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (_request, reply, payload, done) => {
      void reply.header('permissions-policy', PERMISSIONS);
      if (!reply.hasHeader('content-security-policy')) void reply.header('content-security-policy', NO_PAGE);
      done(null, payload);
    });
}

/** The policy of a page: scripts that bear its nonce and what those load, styles of our own files; nothing that stands within the page itself. */
export function pagePolicy(nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `base-uri 'self'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}
