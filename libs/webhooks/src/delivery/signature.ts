import { createHmac, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

/** A fresh secret for signatures. */
export function drawnSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

/** A secret as receivers are given it (Standard Webhooks). */
export function secretText(secret: Buffer): string {
  return `whsec_${secret.toString('base64')}`;
}

/**
 * The headers by which a receiver knows a message (Standard Webhooks), signed with each secret; `seconds` since 1970, of this
 * attempt. This is a pure function.
 */
export function signedHeaders(
  secrets: readonly Buffer[],
  id: string,
  seconds: number,
  body: string,
): Record<string, string> {
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64')}`,
  );
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signatures.join(' ') };
}
