import type { CommentView } from '#contracts';
import type { Sql } from '#platform';

/** All comments on a sheet, oldest first. */
export async function readComments(sql: Sql, sheetId: string): Promise<CommentView[]> {
  const rows = await sql.query<{
    commentId: string;
    rowId: string | null;
    indicator: string | null;
    text: string;
    from: string;
    at: Date;
    adopted: boolean | null;
    answer: string | null;
    answeredAt: Date | null;
  }>(
    `SELECT c.comment_id AS "commentId", c.row_id AS "rowId", r.indicator, c.text, c.from_name AS "from", c.at, c.adopted, c.answer,
       c.answered_at AS "answeredAt"
     FROM public_comments c LEFT JOIN target_rows r USING (row_id) WHERE c.sheet_id = $1 ORDER BY c.at, c.comment_id`,
    [sheetId],
  );
  return rows.map(({ adopted, answer, answeredAt, at, ...comment }) => ({
    ...comment,
    at: at.toISOString(),
    answer:
      answer !== null && answeredAt ? { adopted: adopted === true, text: answer, at: answeredAt.toISOString() } : null,
  }));
}
