import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { FieldProblem, Text } from '#contracts';
import { DomainError } from '#platform';

interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
  code?: string;
  keys?: string[];
  expected?: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
  values?: unknown[];
  params?: { message?: Text };
}

/** Takes nothing away before it parses: `constructor` and `prototype` are fields like others, refused where no schema names them. */
class ParsingPipe extends StandardSchemaValidationPipe {
  protected override stripProtoKeys(): void {
    // What would reach a prototype, Fastify has refused with the body.
  }
}

/** Parses what comes in once, at the edge; refuses with every field that does not fit. */
export const parsingPipe = new ParsingPipe({
  exceptionFactory: (issues) => {
    const errors = (issues as readonly Issue[]).flatMap(problemsOf);
    return new DomainError(
      'invalid',
      'request.invalid',
      {
        zh: `有 ${errors.length} 处内容不符合要求：${errors
          .map((error) => `${error.pointer || '/'} ${error.message.zh}`)
          .slice(0, 5)
          .join('；')}`,
        en: `${errors.length} ${errors.length === 1 ? 'entry does' : 'entries do'} not fit: ${errors
          .map((error) => `${error.pointer || '/'} ${error.message.en}`)
          .slice(0, 5)
          .join('; ')}`,
      },
      { errors },
    );
  },
});

function problemsOf(issue: Issue): FieldProblem[] {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
  const pointer = path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => ({
      pointer: `${pointer}/${key}`,
      code: 'field.unknown',
      message: { zh: `没有“${key}”这一项，请去掉。`, en: `There is no field “${key}”. Leave it out.` },
    }));
  }
  return [{ pointer, code: `field.${issue.code ?? 'invalid'}`, message: wordsFor(issue) }];
}

/** What is wrong with one entry and how to mend it, in both languages. */
function wordsFor(issue: Issue): Text {
  const { minimum, maximum } = issue;
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[issue.expected ?? ''] ?? { zh: '类型不对，请改正。', en: 'Is of the wrong type. Correct it.' };
    case 'too_small':
      return { zh: `不能小于（少于）${String(minimum)}。`, en: `Must be at least ${String(minimum)}.` };
    case 'too_big':
      return { zh: `不能大于（多于）${String(maximum)}。`, en: `Must be at most ${String(maximum)}.` };
    case 'invalid_value': {
      const known = (issue.values ?? []).map(String);
      return { zh: `须为其中之一：${known.join('、')}。`, en: `Must be one of: ${known.join(', ')}.` };
    }
    case 'invalid_format':
      return { zh: '格式不对，请核对后重新填写。', en: 'Is not in the right format. Check it and enter it again.' };
    case 'custom':
      return issue.params?.message ?? { zh: '填写不符合要求，请改正。', en: 'Is not valid. Correct it.' };
    default:
      return { zh: '填写不符合要求，请改正。', en: 'Is not valid. Correct it.' };
  }
}

const KINDS: Record<string, Text> = {
  string: { zh: '须填写文字。', en: 'Must be a text.' },
  number: { zh: '须填写数字。', en: 'Must be a number.' },
  int: { zh: '须填写整数。', en: 'Must be a whole number.' },
  boolean: { zh: '须为是或否。', en: 'Must be true or false.' },
  array: { zh: '须为列表。', en: 'Must be a list.' },
  object: { zh: '须为一组内容。', en: 'Must be an object.' },
  record: { zh: '须为一组内容。', en: 'Must be an object.' },
};
