import type { Text } from '#contracts';
import { DomainError } from '#platform';

const refusal = (kind: 'invalid' | 'conflict' | 'missing' | 'forbidden', code: string, zh: string, en: string) =>
  new DomainError(kind, code, { zh, en });

export const accountTaken = (account: string): DomainError =>
  refusal(
    'conflict',
    'account.taken',
    `账号 ${account} 已经有了。请换一个账号名。`,
    `There is an account ${account} already. Choose another name.`,
  );

export const accountMissing = (account = ''): DomainError =>
  refusal(
    'missing',
    'account.missing',
    `没有账号${account && ` ${account}`}。请核对。`,
    `There is no such account${account && `: ${account}`}. Check it.`,
  );

export const unitMissing = (): DomainError =>
  refusal('missing', 'unit.missing', '没有这个单位。请重新选择。', 'There is no such unit. Choose again.');

export const holdingOver = (): DomainError =>
  refusal(
    'conflict',
    'holding.over',
    '这一任职不存在、已经结束，或在该日之前就会结束。请刷新后再看。',
    'This post is not held, is over, or ends before that day. Refresh the page.',
  );

export const postHeld = (): DomainError =>
  refusal(
    'conflict',
    'post.held',
    '该账号在这段时间已在该单位担任此岗位。请核对起止日期。',
    'The account holds this post in this unit at that time already. Check the days.',
  );

export const postsUpsideDown = (): DomainError =>
  refusal(
    'invalid',
    'post.days',
    '截止日期须在今天之后，且不早于开始日期。',
    'The last day lies before the first one, or is past. Correct the days.',
  );

export const lastHolder = (post: Text): DomainError =>
  refusal(
    'conflict',
    'post.last-holder',
    `这是最后一位没有期限的${post.zh}，不能停用或免去。请先任命另一位。`,
    `This is the last ${post.en.toLowerCase()} without an end; the account cannot lose the post or be disabled. Appoint another one first.`,
  );

export const sampleAccount = (): DomainError =>
  refusal(
    'conflict',
    'password.sample',
    '这是示例账号，密码人人可见，不能重置。',
    'This is an account of the sample, whose password everybody can see; it stays.',
  );

export const systemAccount = (): DomainError =>
  refusal(
    'conflict',
    'account.system',
    '这是其他系统的账号，只凭接口令牌办一个岗位的事，不能另任岗位，也没有密码。需要更多权限请另申请令牌。',
    'This account is another system’s: it has one post by its token, and no password. Ask for another token instead.',
  );

export const proposalMissing = (): DomainError =>
  refusal(
    'missing',
    'proposal.missing',
    '没有这项申请。请刷新后再看。',
    'There is no such proposal. Refresh the list.',
  );

export const proposalDecided = (): DomainError =>
  refusal(
    'conflict',
    'proposal.decided',
    '这项申请已经办结，不能再次决定。请刷新后再看。',
    'This proposal has been decided already. Refresh the list.',
  );

export const proposalOwn = (): DomainError =>
  refusal(
    'forbidden',
    'proposal.own',
    '不能审批本人提出的申请，也不能审批涉及本人账号的申请。请由另一位安全管理员办理。',
    'Nobody decides what they asked for themselves, nor what concerns their own account. Another security administrator does.',
  );

export const proposalOfAnother = (): DomainError =>
  refusal(
    'forbidden',
    'proposal.of-another',
    '只有提出申请的人可以撤回。',
    'Only who made the proposal can take it back.',
  );

export const proposalTooLarge = (most: number): DomainError =>
  refusal(
    'invalid',
    'proposal.too-large',
    `一次申请最多 ${most} 项变动。请把名单分成几份。`,
    `A proposal holds at most ${most} changes. Send the list in parts.`,
  );
