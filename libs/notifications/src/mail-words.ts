import type { Text } from '#contracts';

/** What a mail may say about its case. */
export interface MailFacts {
  title: Text;
  state: Text;
  /** The task's words: 签批. */
  ask: Text;
  /** Local date, `2017-02-14`. */
  due: string | null;
  /** Whole working days past the deadline. */
  overdueDays: number;
  url: string;
}

interface Words {
  subject: Text;
  body: Text;
}

const LADDER: Record<string, Words> = {
  'task.remind': {
    subject: { zh: '提醒：{title}，请于{due}前{ask}', en: 'Reminder: {title}: {ask} by {due}' },
    body: {
      zh: '“{title}”正在“{state}”环节，请于 {due} 前{ask}。\n办理：{url}',
      en: '“{title}” stands at “{state}”. Please do “{ask}” by {due}.\nOpen it: {url}',
    },
  },
  'task.due': {
    subject: { zh: '今日到期：{title}，请{ask}', en: 'Due today: {title}: {ask}' },
    body: {
      zh: '“{title}”的“{state}”环节今日（{due}）到期，尚未{ask}。请尽快办理。\n办理：{url}',
      en: '“{state}” of “{title}” is due today ({due}) and “{ask}” has not been done. Please act now.\nOpen it: {url}',
    },
  },
  'task.overdue': {
    subject: { zh: '督办：{title}已逾期{overdueDays}个工作日', en: 'Overdue by {overdueDays} working days: {title}' },
    body: {
      zh: '“{title}”的“{state}”环节应于 {due} 前{ask}，现已逾期 {overdueDays} 个工作日，按规定督办。\n办理：{url}',
      en: '“{ask}” at “{state}” of “{title}” was due by {due} and is {overdueDays} working days overdue; it is escalated under the rules.\nOpen it: {url}',
    },
  },
};

/** Subject and text of a mail: Chinese first, English below. Placeholders are filled in once, never evaluated. This is a pure function. */
export function mailText(
  template: string,
  own: Words | undefined,
  facts: MailFacts,
): { subject: string; text: string } {
  const words = own ??
    LADDER[template] ?? {
      subject: { zh: '{title}', en: '{title}' },
      body: { zh: '“{title}”有新进展。\n查看：{url}', en: '“{title}” has moved on.\nOpen it: {url}' },
    };
  return {
    subject: oneLine(fill(words.subject.zh, facts, 'zh')),
    text: `${fill(words.body.zh, facts, 'zh')}\n\n—\n${fill(words.body.en, facts, 'en')}\n`,
  };
}

function fill(words: string, facts: MailFacts, language: keyof Text): string {
  const values: Record<string, string> = {
    title: facts.title[language],
    state: facts.state[language],
    ask: facts.ask[language],
    due: facts.due ?? '',
    overdueDays: String(facts.overdueDays),
    url: facts.url,
  };
  return words.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
