import type { Figures } from './figures.js';
import type { Goal } from './goals.js';

/** What security may cost, and what it does. */
export function securityGoalsOf(figures: Figures): Goal[] {
  const signIn = (metric: string, clients: number): number | null => figures.median('sign-in', 'http', metric, clients);
  const audit = (subject: string, metric: string, clients = 0): number | null =>
    figures.median('audit', subject, metric, clients);
  const [idle, peak] = [signIn('rss-idle', 0), signIn('rss-flood-peak', 200)];
  return [
    { zh: '登录，8 路', en: 'sign-ins at 8 clients', reached: signIn('rate', 8), least: 15, unit: '/s' },
    { zh: '洪水过后', en: 'the same after the flood', reached: signIn('rate-after', 8), least: 15, unit: '/s' },
    {
      zh: '洪水中的内存峰值，比空闲时多',
      en: 'peak of memory in the flood, above that of rest',
      reached: idle === null || peak === null ? null : peak - idle,
      most: 256,
      unit: ' MB',
    },
    {
      zh: '洪水中得到答复的登录',
      en: 'sign-ins answered in the flood',
      reached: signIn('flood-answered', 200),
      least: 100,
      unit: '%',
    },
    {
      zh: '权限检查，每个请求',
      en: 'permission check of a request',
      reached: figures.median('permission', 'guard', 'check', 0),
      most: 20,
      unit: ' µs',
    },
    {
      zh: '权限检查，一件事项',
      en: 'permission check of a case',
      reached: figures.median('permission', 'case', 'check', 0),
      most: 20,
      unit: ' µs',
    },
    { zh: '封存审计条目', en: 'audit entries sealed', reached: audit('sha256', 'sealed'), least: 20_000, unit: '/s' },
    {
      zh: '核验审计条目',
      en: 'audit entries verified',
      reached: audit('sha256', 'proved'),
      least: 100_000,
      unit: '/s',
    },
    {
      zh: '封存占去的步速',
      en: 'what sealing costs the step rate',
      reached: audit('sealed', 'cost-of-rate', 32),
      most: 5,
      unit: '%',
    },
  ];
}
