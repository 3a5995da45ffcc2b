import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FieldProblem, Problem, Text } from '#contracts';
import { DomainError, type Refusal } from '#platform';
import type { FastifyReply } from 'fastify';
import { RefusedAccess } from './refused-access.js';
import type { KnownRequest } from './visitor.js';

const STATUS: Record<Refusal, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  unavailable: 503,
};

const TITLE: Record<number, string> = {
  400: '请求有误 · Bad request',
  401: '需要登录 · Sign-in needed',
  403: '没有权限 · Not permitted',
  404: '没有找到 · Not found',
  405: '方法不符 · Method not taken',
  409: '情况有变 · Conflict',
  413: '内容过大 · Too large',
  414: '地址过长 · Address too long',
  415: '格式不支持 · Unsupported format',
  422: '填写有误 · Not valid',
  429: '操作过于频繁 · Too many requests',
  500: '系统故障 · Internal error',
  503: '暂时不可用 · Unavailable',
};

/** The one place where refusals become HTTP: `application/problem+json` with a stable code, in both languages. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly refusedAccess: RefusedAccess) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<KnownRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = problemOf(error, request.id);
    if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
    await this.refusedAccess.note(request, problem);
    sendProblem(reply, problem);
  }
}

/** Answers with a problem. */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  const wait = problem.params?.['retryAfterSeconds'];
  if (typeof wait === 'number') void reply.header('retry-after', wait);
  void reply.status(problem.status).type('application/problem+json; charset=utf-8').send(problem);
}

/** What an error is to whoever sent the request; of unknown errors nothing is told but that they happened. */
export function problemOf(error: unknown, correlationId: string): Problem {
  const { status, code, detail, errors, params } = describe(error);
  return {
    type: `urn:kaoping:problem:${code}`,
    title: TITLE[status] ?? String(status),
    status,
    code,
    detail,
    ...(errors && { errors }),
    ...(params && { params }),
    correlationId,
  };
}

interface Described {
  status: number;
  code: string;
  detail: Text;
  errors?: FieldProblem[];
  params?: Record<string, unknown>;
}

function describe(error: unknown): Described {
  if (error instanceof DomainError)
    return { status: STATUS[error.refusal], code: error.code, detail: error.detail, ...error.facts };
  const status = statusOf(error);
  if (status === 404)
    return {
      status,
      code: 'route.missing',
      detail: {
        zh: '没有这个地址。请从页面菜单重新进入。',
        en: 'There is no such address. Start again from the menu.',
      },
    };
  if (status === 405)
    return {
      status,
      code: 'request.method-unknown',
      detail: {
        zh: '这个地址不接受这种请求方法，可用的方法见应答的 Allow 头。',
        en: 'This address does not take this method. The header Allow of this answer names those that it takes.',
      },
    };
  if (status === 413)
    return {
      status,
      code: 'request.too-large',
      detail: {
        zh: '内容超过允许的大小，请删减或分次提交。',
        en: 'The request is larger than allowed. Shorten it or send it in parts.',
      },
    };
  if (status === 414)
    return {
      status,
      code: 'request.address-too-long',
      detail: {
        zh: '地址中有一段过长（每段最多 100 个字符）。请核对链接是否完整，或从页面菜单重新进入。',
        en: 'A part of the address is too long (at most 100 characters each). Check the link, or start again from the menu.',
      },
    };
  if (status === 415)
    return {
      status,
      code: 'request.unsupported-type',
      detail: {
        zh: '不支持这种内容格式，请使用 application/json。',
        en: 'This content type is not supported. Use application/json.',
      },
    };
  if (status < 500)
    return {
      status,
      code: 'request.malformed',
      detail: {
        zh: '请求内容不是有效的 JSON，或格式有误，请检查后重试。',
        en: 'The request is not valid JSON or is malformed. Check it and try again.',
      },
    };
  if (isDatabaseAway(error))
    return {
      status: 503,
      code: 'database.away',
      detail: {
        zh: '数据库暂时不可用，您填写的内容还在页面上。请稍后重试，不会重复办理。',
        en: 'The database is away for the moment. What you typed is still on the page: try again shortly, nothing is done twice.',
      },
    };
  return {
    status: 500,
    code: 'internal.error',
    detail: {
      zh: '系统出现故障，您填写的内容还在页面上。请稍后重试；如再次出现，请把页面下方的编号告诉管理员。',
      en: 'Something failed on our side. What you typed is still on the page. Try again later; if it happens again, give the number below to an administrator.',
    },
  };
}

/** Whether PostgreSQL was not reached, went away, or did not answer; whether the command was carried out is not known. */
function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    /^(08|57P|ECONN|EPIPE|ETIMEDOUT)/.test(code) ||
    /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect)/.test(error.message)
  );
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500;
  return typeof status === 'number' && status >= 400 ? status : 500;
}
