import type { Text } from '#contracts';
import { DomainError } from '#platform';

/** How much somebody may ask for: so many at once, and as many again spread over the time. */
export interface Allowance {
  most: number;
  withinSeconds: number;
}

/** What costs much or is worth trying out has an allowance of its own, for each account, or for each address of those without one. */
export const ALLOWANCES = {
  setup: { most: 20, withinSeconds: 900 },
  token: { most: 60, withinSeconds: 900 },
  comment: { most: 20, withinSeconds: 3600 },
  import: { most: 200, withinSeconds: 3600 },
  export: { most: 60, withinSeconds: 3600 },
  bulk: { most: 300, withinSeconds: 600 },
} satisfies Record<string, Allowance>;

export type Throttled = keyof typeof ALLOWANCES;

const WORDS: Record<Throttled, Text> = {
  setup: { zh: '从您所在的网络地址试过的设置码过多', en: 'Too many set-up codes were tried from your network address' },
  token: { zh: '从该网络地址试过的无效令牌过多', en: 'Too many invalid tokens came from this network address' },
  comment: {
    zh: `同一网络地址一小时内最多提交 ${ALLOWANCES.comment.most} 条意见，您写的内容还在页面上`,
    en: `At most ${ALLOWANCES.comment.most} comments an hour from one address; what you wrote is still on the page`,
  },
  import: {
    zh: `一小时内最多导入 ${ALLOWANCES.import.most} 次，什么也没有导入`,
    en: `At most ${ALLOWANCES.import.most} imports an hour; nothing was imported`,
  },
  export: {
    zh: `一小时内最多导出 ${ALLOWANCES.export.most} 次`,
    en: `At most ${ALLOWANCES.export.most} exports an hour`,
  },
  bulk: { zh: '批量办理过于频繁，什么也没有办', en: 'Too many bulk commands in a short time; nothing was done' },
};

/** Seconds that one request takes to drain. */
export const drainOf = ({ most, withinSeconds }: Allowance): number => withinSeconds / most;

/** The refusal of one class of routes: `comment.too-many`, with the seconds to wait as a fact. */
export function tooMany(kind: Throttled, waitSeconds: number): DomainError {
  return refusal(`${kind}.too-many`, WORDS[kind], waitSeconds);
}

/** The refusal of any request at all. */
export function tooMuchTraffic(waitSeconds: number): DomainError {
  const words = {
    zh: '请求过于频繁，本次没有受理，您填写的内容还在页面上',
    en: 'Too many requests in a short time; this one was not taken up, and what you typed is still on the page',
  };
  return refusal('request.too-many', words, waitSeconds);
}

function refusal(code: string, { zh, en }: Text, waitSeconds: number): DomainError {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitSeconds));
  const wait =
    retryAfterSeconds < 120
      ? { zh: `${retryAfterSeconds} 秒`, en: `${retryAfterSeconds} seconds` }
      : { zh: `${Math.ceil(retryAfterSeconds / 60)} 分钟`, en: `${Math.ceil(retryAfterSeconds / 60)} minutes` };
  return new DomainError(
    'too-many',
    code,
    { zh: `${zh}。请等 ${wait.zh}后再试。`, en: `${en}. Try again in ${wait.en}.` },
    { params: { retryAfterSeconds } },
  );
}
