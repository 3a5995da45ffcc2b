import type { People, Post, Span, Text, WorkflowDefinition } from '#contracts';

/** A length of time in words. This is a pure function. */
export function spanWords(span: Span): Text {
  if ('workingDays' in span) return { zh: `${span.workingDays} 个工作日`, en: `${span.workingDays} working days` };
  if ('calendarDays' in span) return { zh: `${span.calendarDays} 天`, en: `${span.calendarDays} days` };
  const [month, day] = span.date.split('-').map(Number);
  return { zh: `${month ?? ''}月${day ?? ''}日`, en: span.date };
}

/** Who may work on something, in words. This is a pure function. */
export function peopleWords({ post, of, not }: People, definition: WorkflowDefinition): Text {
  const posts = POSTS[post];
  const unit = of === undefined ? undefined : (definition.fields[of]?.title ?? { zh: of, en: of });
  const apart = not ?? [];
  return {
    zh: `${unit ? `${unit.zh}的` : ''}${posts.zh}${apart.length > 0 ? `（回避 ${apart.join('、')} 的办理人）` : ''}`,
    en: `${posts.en}${unit ? ` of ${unit.en}` : ''}${apart.length > 0 ? ` (not who acted in ${apart.join(', ')})` : ''}`,
  };
}

const POSTS: Record<Post, Text> = {
  'unit.operator': { zh: '经办人', en: 'operator' },
  'unit.leader': { zh: '领导', en: 'leader' },
  'office.officer': { zh: '考评办经办人', en: 'officer of the office' },
  'office.director': { zh: '考评办负责人', en: 'director of the office' },
  leadership: { zh: '市领导', en: 'leadership' },
  expert: { zh: '评估专家', en: 'expert' },
  informant: { zh: '绩效信息员', en: 'informant' },
  'third.party': { zh: '第三方机构', en: 'third party' },
  'citizen.representative': { zh: '市民代表', en: 'citizen representative' },
  administrator: { zh: '管理员', en: 'administrator' },
  'security.administrator': { zh: '安全管理员', en: 'security administrator' },
  'audit.administrator': { zh: '安全审计员', en: 'security auditor' },
};
