import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { webFolder } from '../paths.js';
import { pagePolicy } from './security-headers.js';

/** What loads a script: a script itself, and what fetches one beforehand. */
const SCRIPT = /<(script|link rel="modulepreload")/g;

/** Scripts and styles bear a hash of what they hold in their name, and so never change under it. */
const NAMED_BY_CONTENT = /-[\w-]{8}\.(js|css)(\.br)?$/;

/** Serves the web app: files by name, its one page for every other address, under a strict content security policy. */
export async function serveWeb(app: NestFastifyApplication): Promise<void> {
  if (!existsSync(`${webFolder}/index.html`)) return;
  const page = await readFile(`${webFolder}/index.html`, 'utf8');
  const server = app.getHttpAdapter().getInstance();
  await app.register(fastifyStatic, {
    root: webFolder,
    index: false,
    wildcard: false,
    // The page goes out with its policy, never as the bare file that it is made of.
    globIgnore: ['index.html*'],
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      void reply.header(
        'cache-control',
        NAMED_BY_CONTENT.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  const sendPage = (request: FastifyRequest, reply: FastifyReply): void => {
    const nonce = randomBytes(16).toString('base64');
    void reply
      .header('content-security-policy', pagePolicy(nonce))
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(page.replaceAll(SCRIPT, `<$1 nonce="${nonce}"`));
  };
  for (const path of PAGES) server.get(path, sendPage);
  server.get('/*', (request, reply) => {
    if (isPage(request)) sendPage(request, reply.status(404));
    else reply.callNotFound();
  });
}

/** Addresses of the web app's own pages. */
const PAGES = [
  '/',
  '/sign-in',
  '/new-password',
  '/new-factor',
  '/setup',
  '/password',
  '/sessions',
  '/factor',
  '/proved',
  '/inbox',
  '/cases',
  '/cases/*',
  '/targets',
  '/targets/*',
  '/import',
  '/mail',
  '/incidents',
  '/webhooks',
  '/batches',
  '/audit',
  '/accounts',
  '/accounts/*',
  '/proposals',
  '/rights',
  '/public',
  '/public/*',
  '/forbidden',
  '/no-post',
  '/not-found',
];

/** Whether a person looks for a page: the app itself then says that there is none. */
function isPage(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/html') && !/^\/(api|health)(\/|$)/.test(request.url);
}
