import { Injectable } from '@nestjs/common';
import { Clock, Database, DomainError, unkeepableText } from '#platform';
import { noteHand } from './hands.js';
import { desksOf, type Reader } from './reader.js';

const MAX_BYTES = 200_000;

/** What people type before they answer: kept as they type, shared by all who hold the task's post. */
@Injectable()
export class Drafts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Keeps a draft; refused with `draft.changed` and what is kept now, where another window saved meanwhile. */
  async save(
    reader: Reader,
    taskId: string,
    revision: number,
    data: Record<string, unknown>,
  ): Promise<{ draftRevision: number }> {
    const unkeepable = unkeepableText(data);
    if (unkeepable !== null) throw unkept(unkeepable);
    const body = JSON.stringify(data);
    if (Buffer.byteLength(body) > MAX_BYTES) throw tooLarge();
    const [saved] = await this.database.query<{ revision: number; instanceId: string }>(
      `UPDATE tasks SET draft = $4::jsonb, draft_revision = draft_revision + 1, draft_by = $6, draft_at = $7
       WHERE task_id = $1 AND tenant_id = $2 AND desk = ANY ($3) AND status = 'open' AND draft_revision = $5
       RETURNING draft_revision AS revision, instance_id AS "instanceId"`,
      [taskId, reader.tenantId, desksOf(reader), body, revision, reader.accountId, this.clock.now()],
    );
    if (saved) {
      await noteHand(this.database, reader, saved.instanceId);
      return { draftRevision: saved.revision };
    }
    throw await this.#why(reader, taskId);
  }

  async #why(reader: Reader, taskId: string): Promise<DomainError> {
    const [kept] = await this.database.query<{ status: string; data: unknown; revision: number }>(
      `SELECT status, draft AS data, draft_revision AS revision FROM tasks WHERE task_id = $1 AND tenant_id = $2 AND desk = ANY ($3)`,
      [taskId, reader.tenantId, desksOf(reader)],
    );
    if (!kept)
      return new DomainError('missing', 'task.missing', {
        zh: '没有这项待办，或者它不在您名下。',
        en: 'There is no such task, or it is not yours.',
      });
    if (kept.status !== 'open') {
      return new DomainError('conflict', 'task.closed', {
        zh: '这项任务已办结，草稿不再保存。您填写的内容还在页面上，可复制。',
        en: 'This task is finished, so the draft is no longer kept. What you typed is still on the page to copy.',
      });
    }
    return new DomainError(
      'conflict',
      'draft.changed',
      {
        zh: '另一个窗口或同岗位的人刚改过这份草稿。请对照后选择保留哪一份。',
        en: 'Another window, or another holder of the post, has just changed this draft. Compare and choose which to keep.',
      },
      { params: { draftRevision: kept.revision, data: kept.data } },
    );
  }
}

function tooLarge(): DomainError {
  return new DomainError('too-large', 'draft.too-large', {
    zh: '草稿超过 200 KB，无法保存。请删减文字，长材料请作为附件报送。',
    en: 'The draft is over 200 KB and cannot be kept. Shorten it; send long material as an attachment.',
  });
}

function unkept(pointer: string): DomainError {
  return new DomainError(
    'invalid',
    'draft.invalid',
    {
      zh: '草稿中有看不见的控制字符（NUL）或残缺字符，无法保存。请删除后重新输入，或先粘贴为纯文本。',
      en: 'The draft holds an invisible control character (NUL) or a broken one and cannot be kept. Remove it, or paste as plain text.',
    },
    {
      errors: [
        {
          pointer: `/data${pointer}`,
          code: 'text.control-character',
          message: { zh: '含有看不见的控制字符，请删除。', en: 'Holds an invisible control character. Remove it.' },
        },
      ],
    },
  );
}
