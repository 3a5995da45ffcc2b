import type { Text } from '#contracts';
import { DomainError } from '#platform';
import { refusal, type Chart, type Position } from '#statechart';
import type { LoadedInstance } from './commands.js';

/** A state in words; its path where the definition has none. */
export function stateTitle(chart: Chart, path: string): Text {
  return chart.states.get(path)?.meta.title ?? { zh: path, en: path };
}

/** The refusal of a case that does not exist, or that the reader may not know of. */
export function caseMissing(): DomainError {
  return new DomainError('missing', 'case.missing', {
    zh: '没有这件事项，或者您无权查看。请回到列表核对。',
    en: 'There is no such case, or it is not yours to see. Check it in the list.',
  });
}

export function caseChanged(instance: LoadedInstance): DomainError {
  const titles = instance.states.map((state) => stateTitle(instance.chart, state));
  return new DomainError(
    'conflict',
    'case.changed',
    {
      zh: `事项已有新进展${titles.length ? `（现处于“${titles.map((title) => title.zh).join('、')}”）` : ''}。您填写的内容还在，请刷新后核对再办。`,
      en: `The case has moved on${titles.length ? ` (now at “${titles.map((title) => title.en).join(', ')}”)` : ''}. What you typed is kept: refresh, check and act again.`,
    },
    { params: { revision: instance.revision, states: instance.states } },
  );
}

export function stepRefused(instance: LoadedInstance, position: Position, event: string): DomainError {
  const why = refusal(instance.chart, position, instance.states, event) ?? { zh: '', en: '' };
  return new DomainError(
    'conflict',
    'step.refused',
    {
      zh: `“${instance.title.zh}”现在不能这样办理。${why.zh}`,
      en: `“${instance.title.en}” cannot take this now. ${why.en}`,
    },
    { params: { event, states: instance.states } },
  );
}

export function caseSuspended(instance: LoadedInstance): DomainError {
  return new DomainError('conflict', 'case.suspended', {
    zh: `“${instance.title.zh}”已暂停，期限停止计算，恢复之前不能办理。如需办理，请联系管理员恢复。`,
    en: `“${instance.title.en}” is suspended and its clocks stand still: nothing can be done until it is resumed. Ask an administrator to resume it.`,
  });
}

export function caseEnded(instance: LoadedInstance): DomainError {
  return new DomainError('conflict', 'case.ended', {
    zh: `“${instance.title.zh}”已经办结，不能再作此操作。如需更正，请从办理记录中选一步重新办理。`,
    en: `“${instance.title.en}” has ended, so this cannot be done any more. To correct it, restart it from a past step of its history.`,
  });
}

export function caseBusy(instanceId: string): DomainError {
  return new DomainError(
    'conflict',
    'case.busy',
    {
      zh: '这件事项正被多人同时办理，本次没有办成，内容还在。请稍候再试。',
      en: 'Several people are working on this case at once and this act did not get through. What you typed is kept: try again in a moment.',
    },
    { params: { instanceId } },
  );
}
