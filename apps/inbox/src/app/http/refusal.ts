import { HttpErrorResponse } from '@angular/common/http';
import type { FieldProblem, Problem, Text } from '#contracts';

/** A refusal of the API, or the fact that it could not be reached, in words for the reader. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }

  get detail(): Text {
    return this.problem.detail;
  }

  get errors(): FieldProblem[] {
    return this.problem.errors ?? [];
  }

  /** Whether the server may have done the thing although no answer came. */
  get isUncertain(): boolean {
    return this.problem.status === 0 || this.problem.status >= 500;
  }
}

const OFFLINE: Text = {
  zh: '连不上服务器。您填写的内容还在本页，请检查网络后重试。',
  en: 'The server cannot be reached. What you typed is still on this page; check the network and try again.',
};
const BROKEN: Text = {
  zh: '服务器出了问题，没有完成这一步。您填写的内容还在本页，请稍后重试。',
  en: 'The server had a problem and did not finish this step. What you typed is still here; try again shortly.',
};

const UNSAVED: Text = {
  zh: '有刚填写的内容没能保存，所以没有提交。请按各项下方的提示处理后再办理。',
  en: 'Something you just typed could not be saved, so nothing was sent. Mend it as its field says, then try again.',
};

const BROKEN_OFF: Text = {
  zh: '连接中断，没有收到导入结果。导入要么全部完成，要么一行未写。请检查网络后重试：重复导入不产生变化。',
  en: 'The connection was lost before the result came. Either everything was imported or nothing. Check the network and try again: importing twice changes nothing.',
};

/** An answer in lines that stopped before its last. */
export function brokenOffRefusal(): Refusal {
  return new Refusal(problem(0, 'network.broken-off', BROKEN_OFF));
}

/** A step held back because what was typed for it is not saved. */
export function unsavedRefusal(): Refusal {
  return new Refusal(problem(409, 'page.unsaved', UNSAVED));
}

/** Makes one shape of every failure of a request. */
export function refusalFrom(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof HttpErrorResponse)) return new Refusal(problem(500, 'page.failed', BROKEN));
  const body = bodyOf(error.error);
  if (isProblem(body)) return new Refusal(body);
  return error.status === 0
    ? new Refusal(problem(0, 'network.offline', OFFLINE))
    : new Refusal(problem(error.status, 'server.failed', BROKEN));
}

function problem(status: number, code: string, detail: Text): Problem {
  return { type: 'about:blank', title: code, status, code, detail, correlationId: '' };
}

/** A request for lines gets its refusal as text. */
function bodyOf(body: unknown): unknown {
  if (typeof body !== 'string' || !body.startsWith('{')) return body;
  try {
    return JSON.parse(body);
  } catch {
    // Cut off, or not the product's own: no problem that could be shown.
    return null;
  }
}

function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null) return false;
  return 'code' in body && typeof body.code === 'string' && 'detail' in body && isText(body.detail);
}

function isText(value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;
}
