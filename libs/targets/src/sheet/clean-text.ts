import { z } from 'zod';
import type { Text } from '#contracts';
import { textRefusal } from '#platform';

/** What is said of a text that may not be kept. */
export interface TextRefusal {
  code: string;
  message: Text;
}

/** A text as people write it: of bounded length, without characters that hide or reorder what it says. */
export function cleanText(maxLength: number): z.ZodString {
  return z
    .string()
    .superRefine((text, context) => {
      const refusal: TextRefusal | null = textRefusal(text, maxLength);
      if (refusal) context.addIssue({ code: 'custom', params: { refusal } });
    })
    .meta({ maxLength });
}

/** A text without the blanks around it, and so not shorter than it looks. */
export function trimmedText(minLength: number, maxLength: number): z.ZodPipe<z.ZodString, z.ZodString> {
  return z.string().trim().min(minLength).pipe(cleanText(maxLength)).meta({ maxLength });
}
