import type { FieldProblem, TaskSpec, Text } from '#contracts';
import { stateTitle, type LoadedInstance } from '#engine';
import { DomainError } from '#platform';
import type { TaskRow } from './task-row.js';

export function invalid(problems: FieldProblem[]): DomainError {
  const words = problems.slice(0, 5).map((problem) => problem.message);
  return new DomainError(
    'invalid',
    'answer.invalid',
    {
      zh: `有 ${problems.length} 处需要修改：${words.map((word) => word.zh).join('')}`,
      en: `${problems.length} ${problems.length === 1 ? 'entry needs' : 'entries need'} mending: ${words.map((word) => word.en).join(' ')}`,
    },
    { errors: problems },
  );
}

export function unkept(pointer: string): FieldProblem {
  return {
    pointer: `/data${pointer}`,
    code: 'text.control-character',
    message: {
      zh: '含有看不见的控制字符、残缺字符，或层次过深，请改正。',
      en: 'Holds an invisible or broken character, or is nested too deep. Correct it.',
    },
  };
}

export function notSeparate(instance: LoadedInstance, spec: TaskSpec): DomainError {
  const before = (spec.people.not ?? []).map((state) => stateTitle(instance.chart, state));
  return new DomainError('forbidden', 'task.not-separate', {
    zh: `您已办理过本事项的“${before.map((title) => title.zh).join('、')}”，不能再由本人“${spec.title.zh}”，请由另一位负责人办理。`,
    en: `You handled “${before.map((title) => title.en).join(', ')}” of this case, so you may not also “${spec.title.en}”. Another holder of the post must do it.`,
  });
}

export function notInBulk(outcome: Text): DomainError {
  return new DomainError('conflict', 'outcome.not-in-bulk', {
    zh: `“${outcome.zh}”须逐件办理，不能批量办理。请打开这件事项单独办理。`,
    en: `“${outcome.en}” must be given one by one. Open the case and answer it there.`,
  });
}

export function notYours(act: Text, post: Text): DomainError {
  return new DomainError('forbidden', 'act.not-yours', {
    zh: `“${act.zh}”由${post.zh}办理，您的岗位不能办理。`,
    en: `“${act.en}” is for the ${post.en.toLowerCase()}; your post does not permit it.`,
  });
}

export function taskMissing(): DomainError {
  return new DomainError('missing', 'task.missing', {
    zh: '没有这项待办，或者它不在您名下。请回到待办列表核对。',
    en: 'There is no such task, or it is not yours. Check it in your inbox.',
  });
}

export function taskClosed(task: TaskRow): DomainError {
  const who = task.done_by_name_zh
    ? { zh: task.done_by_name_zh, en: task.done_by_name_en ?? task.done_by_name_zh }
    : null;
  const params = { by: who, at: task.done_at?.toISOString() ?? null, outcome: task.outcome };
  if (task.status === 'done' && who) {
    const detail: Text = {
      zh: `这项任务已由${who.zh}办理，无需再办。您填写的内容还在，可复制后离开。`,
      en: `This task was finished by ${who.en}; nothing is left to do. What you typed is still here to copy.`,
    };
    return new DomainError('conflict', 'task.already-done', detail, { params });
  }
  return new DomainError(
    'conflict',
    'task.closed',
    {
      zh: '这项任务已随事项的进展关闭，无需再办。请刷新查看现在的环节。',
      en: 'This task was closed as the case moved on. Refresh to see the present step.',
    },
    { params },
  );
}

export function movedOn(instance: LoadedInstance): DomainError {
  const titles = instance.states.map((state) => stateTitle(instance.chart, state));
  return new DomainError(
    'conflict',
    'case.changed',
    {
      zh: `您打开之后，事项有了新内容（现处于“${titles.map((title) => title.zh).join('、')}”）。您填写的内容还在，请刷新核对后再办。`,
      en: `The case changed after you opened it (now at “${titles.map((title) => title.en).join(', ')}”). What you typed is kept: refresh, check and act again.`,
    },
    { params: { revision: instance.revision, states: instance.states } },
  );
}

export function notOffered(outcome: string): DomainError {
  return new DomainError('conflict', 'outcome.unknown', {
    zh: `当前环节没有“${outcome}”这种办理结果。请刷新后从页面上的按钮中选择。`,
    en: `The present step has no outcome “${outcome}”. Refresh and choose from the buttons of the page.`,
  });
}
