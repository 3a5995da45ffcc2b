import { DomainError } from '#platform';

export function webhookMissing(): DomainError {
  return new DomainError('missing', 'webhook.missing', {
    zh: '没有这个网络回调，可能已被删除。请刷新列表。',
    en: 'There is no such web hook; it may be deleted. Refresh the list.',
  });
}

export function tooMany(most: number): DomainError {
  return new DomainError('conflict', 'webhook.many', {
    zh: `网络回调最多 ${most} 个。请先删除不用的，再新建。`,
    en: `There are ${most} web hooks already, and no more may be. Delete one that is not needed, then make this one.`,
  });
}
