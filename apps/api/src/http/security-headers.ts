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

/** What every answer tells the browser; also of what is refused before any hook runs, as an address that cannot be decoded. */
export const EVERY_ANSWER = {
  'content-security-policy': NO_PAGE,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': NEVER.map((feature) => `${feature}=()`).join(', '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Of old browsers, which hardly anybody has; scanners of official sites report each that is missing.
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
};

/** Where people come by https only, browsers are to know it for a year. */
const HTTPS_ONLY = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' };

/** Tells browsers what the product never does; a page says what it loads in place of the policy that lets nothing run. */
export function tellBrowsers(app: NestFastifyApplication, { isSecure }: { isSecure: boolean }): void {
  const told = { ...EVERY_ANSWER, ...(isSecure && HTTPS_ONLY) };
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (_request, reply, done) => {
      void reply.headers(told);
      done();
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
