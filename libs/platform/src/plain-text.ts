import type { Text } from '#contracts';

/** NUL, other control characters but tab and line breaks, and the marks that turn the reading direction around. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Why a text may not be kept, or null: control characters, lone surrogates, more than `maxLength` characters. */
export function textRefusal(text: string, maxLength: number): { code: string; message: Text } | null {
  if (FORBIDDEN.test(text)) {
    return {
      code: 'text.control-character',
      message: {
        zh: '含有看不见的控制字符（如 NUL 或文字方向控制符），请删除后重新输入，或先粘贴为纯文本。',
        en: 'Holds invisible control characters (NUL or text-direction marks). Remove them, or paste as plain text.',
      },
    };
  }
  if (!text.isWellFormed()) {
    return {
      code: 'text.not-unicode',
      message: {
        zh: '含有残缺的字符，请删除后重新输入。',
        en: 'Holds a broken character. Remove it and type it again.',
      },
    };
  }
  const length = [...text].length;
  if (length <= maxLength) return null;
  return {
    code: 'text.too-long',
    message: {
      zh: `最多 ${maxLength} 个字，现有 ${length} 个字，请删减 ${length - maxLength} 个字。`,
      en: `At most ${maxLength} characters; there are ${length}. Shorten it by ${length - maxLength}.`,
    },
  };
}
