import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Mailbox } from '#notifications';
import { LogController, type FastifyReply, type FastifyRequest } from 'fastify';
import { AppModule } from './app.module.js';
import { RouteInventory } from './http/access.js';
import { beginWithoutTenant } from './http/request-scope.js';
import { refuseForeignWrites } from './http/foreign-writes.js';
import { describeApi } from './http/api-description.js';
import { peopleFirst } from './http/people-first.js';
import { nameKnownMethods } from './http/known-methods.js';
import { keepAnswersPrivate } from './http/private-answers.js';
import { problemOf, sendProblem } from './http/problem.filter.js';
import { rememberOrigins } from './http/request-origin.js';
import { numberAnswers } from './http/request-lines.js';
import { EVERY_ANSWER, tellBrowsers } from './http/security-headers.js';
import { boundTraffic } from './http/throttling.js';
import { serveWeb } from './http/web.js';
import { logLines, type LogSink } from './log/log-lines.js';
import { NestLog } from './log/nest-log.js';
import type { Settings } from './settings.js';
import { openConnections } from './tls-demands.js';

const BODY_LIMIT = 1_000_000;
const UPLOAD_LIMIT = 20 * 1024 * 1024;

/** The whole server, ready to listen: migrated, every route declared. `log` takes the lines of its log. */
export async function createApp(settings: Settings, log: LogSink = process.stderr): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    // Who speaks https stands before the product, and says for whom it asks; anybody else who says so is not believed.
    trustProxy: settings.config.trustedProxies,
    genReqId: () => randomUUID(),
    // An address that cannot be decoded reaches no route, and so no filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
      void reply.headers(EVERY_ANSWER).header('cache-control', 'no-store');
      sendProblem(reply, problemOf(error, request.id));
    },
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'correlationId' }),
    logger: logLines(settings.config.logLevel, log),
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(settings), adapter, {
    bufferLogs: true,
    abortOnError: false,
    bodyParser: false,
  });
  app.useLogger(new NestLog(app.getHttpAdapter().getInstance().log));
  for (const open of openConnections(settings.config))
    app.getHttpAdapter().getInstance().log.warn({ to: open }, 'not protected by TLS on its way through the network');
  app.get(RouteInventory).check();
  app.enableShutdownHooks();
  tellBrowsers(app, settings);
  await app.register(cookie);
  await app.register(compress, { threshold: 1024, encodings: ['br', 'gzip'] });
  app.getHttpAdapter().getInstance().removeContentTypeParser('text/plain');
  await app.register(multipart, { limits: { fileSize: UPLOAD_LIMIT, files: 20, fields: 10, fieldSize: 10_000 } });
  numberAnswers(app);
  boundTraffic(app);
  nameKnownMethods(app);
  peopleFirst(app);
  refuseForeignWrites(app);
  beginWithoutTenant(app);
  keepAnswersPrivate(app);
  rememberOrigins(app);
  const document = describeApi(app);
  app.getHttpAdapter().get('/api/openapi.json', (_request: unknown, reply: { send(body: unknown): void }) => {
    reply.send(document);
  });
  await serveWeb(app);
  // Libs register their effects when the modules come up: only then may anything be started.
  await app.init();
  if (settings.config.smtpUrl === null) settings.useMailbox(await app.get(Mailbox).open());
  return app;
}
