import type { LoggerService } from '@nestjs/common';
import { originNow } from '#audit';
import type { FastifyBaseLogger } from 'fastify';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** What the libs and Nest log goes into the same log as that of the requests, under the number of the request that it belongs to. */
export class NestLog implements LoggerService {
  constructor(private readonly lines: FastifyBaseLogger) {}

  fatal(message: unknown, ...more: unknown[]): void {
    this.#write('fatal', message, more);
  }

  error(message: unknown, ...more: unknown[]): void {
    this.#write('error', message, more);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.#write('warn', message, more);
  }

  log(message: unknown, ...more: unknown[]): void {
    this.#write('info', message, more);
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.#write('debug', message, more);
  }

  verbose(message: unknown, ...more: unknown[]): void {
    this.#write('trace', message, more);
  }

  /** Nest gives the name of the part last, and a stack before it. */
  #write(level: Level, message: unknown, more: unknown[]): void {
    const context = more.at(-1);
    const [stack] = more.slice(0, -1);
    const fields = {
      ...(originNow()?.correlationId && { correlationId: originNow()?.correlationId }),
      ...(typeof context === 'string' && { part: context }),
      ...(typeof stack === 'string' && { stack }),
    };
    if (message instanceof Error) this.lines[level]({ ...fields, err: message }, message.message);
    else this.lines[level](fields, typeof message === 'string' ? message : JSON.stringify(message));
  }
}
