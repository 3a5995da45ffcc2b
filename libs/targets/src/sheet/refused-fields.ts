import type { z } from 'zod';
import type { FieldProblem, Text } from '#contracts';
import { DomainError } from '#platform';
import type { TextRefusal } from './clean-text.js';

/** Parses what came from outside; refused with `body.invalid` and one problem a field, by JSON pointer from `within`. */
export function parseBody<Body>(
  schema: z.ZodType<Body>,
  body: unknown,
  titles: Record<string, Text>,
  within = '',
): Body {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw refusedFields(parsed.error.issues.flatMap((issue) => problemsOf(issue, titles, within)));
}

/** The refusal of a body for the sake of some of its fields. */
export function refusedFields(errors: FieldProblem[]): DomainError {
  return new DomainError(
    'invalid',
    'body.invalid',
    {
      zh: `有 ${errors.length} 处不能保存：${errors.map((error) => error.message.zh).join('')}`,
      en: `${errors.length} thing(s) cannot be saved: ${errors.map((error) => error.message.en).join(' ')}`,
    },
    { errors },
  );
}

function problemsOf(issue: z.core.$ZodIssue, titles: Record<string, Text>, within: string): FieldProblem[] {
  const pointer = within + pointerTo(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: `${pointer}/${escaped(key)}`,
      code: 'field.unknown',
      message: {
        zh: `没有“${key.slice(0, 40)}”这一项，请去掉。`,
        en: `There is no field “${key.slice(0, 40)}”: leave it out.`,
      },
    }));
  }
  const name = [...issue.path]
    .reverse()
    .map(String)
    .find((key) => key in titles);
  const title = (name === undefined ? undefined : titles[name]) ?? { zh: '内容', en: 'The content' };
  return [{ pointer, ...refusal(issue, title) }];
}

function refusal(issue: z.core.$ZodIssue, title: Text): { code: string; message: Text } {
  if (issue.code === 'custom') {
    const { code, message } = issue.params?.['refusal'] as TextRefusal;
    return { code, message: { zh: `“${title.zh}”${message.zh}`, en: `“${title.en}”: ${message.en}` } };
  }
  if (issue.code === 'too_small' && issue.origin === 'string') {
    return {
      code: 'text.too-short',
      message: {
        zh: `“${title.zh}”至少 ${issue.minimum} 字，请补充。`,
        en: `“${title.en}” needs at least ${issue.minimum} characters.`,
      },
    };
  }
  if (issue.code === 'too_big' || issue.code === 'too_small') {
    const bound = issue.code === 'too_big' ? issue.maximum : issue.minimum;
    return {
      code: 'field.out-of-range',
      message: {
        zh: `“${title.zh}”${issue.code === 'too_big' ? '不能超过' : '不能少于'} ${bound}，请改正。`,
        en: `“${title.en}” may not be ${issue.code === 'too_big' ? 'over' : 'under'} ${bound}: correct it.`,
      },
    };
  }
  return {
    code: 'field.wrong-type',
    message: {
      zh: `“${title.zh}”的内容类型不对，请按页面的格式填写。`,
      en: `“${title.en}” is of the wrong type: fill it in as the page asks.`,
    },
  };
}

function pointerTo(path: PropertyKey[]): string {
  return path.map((key) => `/${escaped(String(key))}`).join('');
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
