import { DomainError } from '#platform';

/** Nothing of that code can be chosen here. */
export function unknownTenant(code: string): DomainError {
  return new DomainError('invalid', 'tenant.unknown', {
    zh: `没有代码为“${code}”的地区。请核对代码，或从列表中选择。`,
    en: `There is no tenant of the code “${code}”. Check the code, or choose one from the list.`,
  });
}
