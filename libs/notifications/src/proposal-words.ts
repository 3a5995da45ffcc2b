import type { ProposalFacts } from '#organisation';

const VERDICTS = {
  approved: { zh: '已同意', en: 'Approved' },
  refused: { zh: '未同意', en: 'Refused' },
};

/** Subject and text of a mail about a proposal: Chinese first, English below. This is a pure function. */
export function proposalText(
  { status, changes, proposer, ...words }: ProposalFacts,
  url: string,
): { subject: string; text: string } {
  // Nobody's words make a line of their own, which could look like one of ours, with another address.
  const reason = inOneLine(words.reason);
  const answer = inOneLine(words.answer ?? '');
  const verdict = status === 'approved' || status === 'refused' ? VERDICTS[status] : null;
  const zh = verdict
    ? [
        `您申请的 ${changes} 项账号与岗位变更${verdict.zh}。`,
        `申请理由：${reason}`,
        ...(answer ? [`答复：${answer}`] : []),
        `查看：${url}`,
      ]
    : [`${proposer.name.zh}申请 ${changes} 项账号与岗位变更，等待您审批。`, `申请理由：${reason}`, `审批：${url}`];
  const en = verdict
    ? [
        `${verdict.en}: the changes to accounts and posts that you asked for (${changes}).`,
        `Reason: ${reason}`,
        ...(answer ? [`Answer: ${answer}`] : []),
        `See: ${url}`,
      ]
    : [
        `${proposer.name.en} asks for changes to accounts and posts (${changes}) and waits for your decision.`,
        `Reason: ${reason}`,
        `Decide: ${url}`,
      ];
  return {
    subject: verdict ? `${verdict.zh}：账号与岗位变更` : `待审批：账号与岗位变更（${changes} 项）`,
    text: `${zh.join('\n')}\n\n—\n${en.join('\n')}\n`,
  };
}

function inOneLine(words: string): string {
  const lines = words.split(/[\n\v\f\r\u0085\u2028\u2029]/).map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' ');
}
