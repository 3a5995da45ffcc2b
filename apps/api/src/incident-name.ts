import type { Text } from '#contracts';
import { stateTitle, type Incident } from '#engine';
import type { Chart } from '#statechart';
import { WEBHOOK_MESSAGE } from '#webhooks';

const OUTGOING: Record<string, Text> = {
  'mail.send': { zh: '邮件', en: 'Mail' },
  'proposal.mail': { zh: '邮件', en: 'Mail' },
  [WEBHOOK_MESSAGE]: { zh: '网络回调', en: 'Web hook' },
};

/** What was given up, in the words of the case's definition, else as it is called. */
export function incidentName(incident: Pick<Incident, 'kind' | 'name' | 'state'>, chart: Chart | null): Text {
  const { kind, name, state } = incident;
  const asCalled = { zh: name, en: name };
  if (kind === 'message') return chart?.definition.messages?.[name]?.title ?? asCalled;
  if (kind === 'outbox') return OUTGOING[name] ?? asCalled;
  if (state === null || !chart) return { zh: `催办 ${name}`, en: `Reminder ${name}` };
  const title = stateTitle(chart, state);
  return { zh: `“${title.zh}”的期限`, en: `Deadline of “${title.en}”` };
}
