import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { CommandKey } from '#engine';
import { DomainError } from '#platform';
import { hash } from 'node:crypto';
import type { KnownRequest } from './visitor.js';

/** What an `Idempotency-Key` looks like. */
export const KEY_PATTERN = '^[A-Za-z0-9_-]{8,100}$';
const isKey = new RegExp(KEY_PATTERN);

/** The request's `Idempotency-Key` with a hash of what it asks, bound to who sends it. */
export const Key = createParamDecorator((_: unknown, context: ExecutionContext): CommandKey => {
  const request = context.switchToHttp().getRequest<KnownRequest>();
  const given = request.headers['idempotency-key'];
  if (typeof given !== 'string' || !isKey.test(given)) {
    throw new DomainError('invalid', 'command.key-missing', {
      zh: '请求须带 Idempotency-Key 头（8 至 100 个字母、数字或连字符），以便重复提交只办理一次。',
      en: 'The request needs an Idempotency-Key header (8 to 100 letters, digits or hyphens), so that sending it twice does it once.',
    });
  }
  const who = request.visitor?.accountId ?? 'public';
  const asked = `${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`;
  return { key: `${who}:${given}`, hash: hash('sha256', asked) };
});
