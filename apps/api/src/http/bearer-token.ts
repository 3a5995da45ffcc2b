import type { FastifyRequest } from 'fastify';

/** Other authorisations, of a proxy on the way for one, are none of ours. */
const BEARER = /^bearer +(kp_\S*)$/i;

/** The token of another system that a request brings: `Authorization: Bearer kp_…`. */
export function bearerToken(request: FastifyRequest): string | undefined {
  return BEARER.exec(request.headers.authorization ?? '')?.[1];
}
