import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { PublicSheet, Text } from '#contracts';
import { Clock, Database, DomainError, newId } from '#platform';
import type { Reader } from '#tasks';
import { trimmedText } from '../sheet/clean-text.js';
import { holds } from '../sheet/reading-rights.js';
import { parseBody } from '../sheet/refused-fields.js';
import { holdSheet } from '../sheet/sheet-store.js';

const TITLES: Record<string, Text> = {
  text: { zh: '意见内容', en: 'The comment' },
  from: { zh: '署名', en: 'The name' },
  rowId: { zh: '所指目标', en: 'The target' },
  adopted: { zh: '是否采纳', en: 'Adopted' },
};

/** What a citizen says of a sheet. */
export const commentSchema = z.strictObject({
  text: trimmedText(5, 1000),
  from: trimmedText(0, 40).default(''),
  rowId: z.uuid().nullable().default(null),
});

/** What the office answers to a comment. */
export const commentAnswerSchema = z.strictObject({ adopted: z.boolean(), text: trimmedText(1, 2000) });

/** States in which the office answers what the public has said. */
const ANSWERED_IN = ['publicComment', 'commentHandling'];

/** What the public says of published drafts, and what the office answers (M030). */
@Injectable()
export class Comments {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The sheets that the public may comment on now; those that close first come first. */
  async open(tenantId: string): Promise<PublicSheet[]> {
    const sheets = await this.database.query<Omit<PublicSheet, 'closesAt'> & { closesAt: Date }>(
      `SELECT s.sheet_id AS "sheetId", jsonb_build_object('zh', s.title_zh, 'en', s.title_en) AS title, u.name AS "unitName", s.year,
         s.comments_until AS "closesAt",
         (SELECT coalesce(jsonb_agg(jsonb_build_object('rowId', r.row_id, 'indicator', r.indicator, 'target', r.target, 'measures', r.measures)
            ORDER BY r.no), '[]') FROM target_rows r WHERE r.sheet_id = s.sheet_id) AS rows
       FROM target_sheets s JOIN units u USING (unit_id)
       WHERE s.tenant_id = $1 AND s.comments_open ORDER BY s.comments_until, u.code`,
      [tenantId],
    );
    return sheets.map((sheet) => ({ ...sheet, closesAt: sheet.closesAt.toISOString() }));
  }

  /** Keeps a comment; refused with `body.invalid`, and with `comment.window-closed` once the window is over. */
  async add(tenantId: string, sheetId: string, body: unknown): Promise<{ commentId: string }> {
    const { text, from, rowId } = parseBody(commentSchema, body, TITLES);
    const commentId = newId();
    const [kept] = await this.database.query<{ commentId: string }>(
      `WITH open AS (SELECT sheet_id FROM target_sheets WHERE tenant_id = $2 AND sheet_id = $3 AND comments_open FOR SHARE)
       INSERT INTO public_comments (comment_id, tenant_id, sheet_id, row_id, text, from_name, at)
       SELECT $1, $2, sheet_id, $4::uuid, $5, $6, $7 FROM open
       WHERE $4::uuid IS NULL OR EXISTS (SELECT FROM target_rows r WHERE r.sheet_id = open.sheet_id AND r.row_id = $4::uuid)
       RETURNING comment_id AS "commentId"`,
      [commentId, tenantId, sheetId, rowId, text, from, this.clock.now()],
    );
    if (kept) return kept;
    throw new DomainError('conflict', 'comment.window-closed', {
      zh: '这份目标现在不在公布期内，意见没有收下。正在公布的目标见公示页面；您输入的文字可先复制留存。',
      en: 'These targets are not open for comments now, so yours was not taken. See the page for those that are; copy what you typed first.',
    });
  }

  /** Answers a comment, or answers it anew, until the comments are handled. */
  async answer(reader: Reader, commentId: string, body: unknown): Promise<void> {
    const { adopted, text } = parseBody(commentAnswerSchema, body, {
      ...TITLES,
      text: { zh: '答复', en: 'The answer' },
    });
    if (!holds(reader, 'office.officer')) throw notTheOffice();
    await this.database.transaction(async (sql) => {
      const [comment] = await sql.query<{ sheetId: string }>(
        `SELECT sheet_id AS "sheetId" FROM public_comments WHERE tenant_id = $1 AND comment_id = $2`,
        [reader.tenantId, commentId],
      );
      if (!comment) throw commentMissing();
      const sheet = await holdSheet(sql, reader.tenantId, comment.sheetId);
      if (!sheet.states.some((state) => ANSWERED_IN.includes(state))) throw answeredLate();
      await sql.query(
        `UPDATE public_comments SET adopted = $2, answer = $3, answered_at = $4, answered_by = $5 WHERE comment_id = $1`,
        [commentId, adopted, text, this.clock.now(), reader.accountId],
      );
    });
  }
}

function notTheOffice(): DomainError {
  return new DomainError('forbidden', 'comment.office-answers', {
    zh: '公众意见由考评办经办人答复。',
    en: 'Comments are answered by the office’s officer.',
  });
}

function commentMissing(): DomainError {
  return new DomainError('missing', 'comment.missing', {
    zh: '没有这条意见，请刷新后核对。',
    en: 'There is no such comment. Refresh and check.',
  });
}

function answeredLate(): DomainError {
  return new DomainError('conflict', 'comment.not-answerable', {
    zh: '公众意见已处理完毕，答复不能再改。需要更正的，请由审定人退回后再办。',
    en: 'The comments were handled and their answers stand. If one is wrong, have the sheet returned first.',
  });
}
