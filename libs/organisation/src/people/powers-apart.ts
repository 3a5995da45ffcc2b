import { DomainError } from '#platform';

/** For `catch`: passes on what PostgreSQL said, as `post.excluded` where it kept the three administrators' powers apart. */
export function refuseMixedPowers(error: unknown): never {
  if (!(error instanceof Error && 'constraint' in error && error.constraint === 'post_holdings_powers_ex')) throw error;
  throw new DomainError('conflict', 'post.excluded', {
    zh: '系统管理员、安全管理员、安全审计员三者不得由同一账号担任，也不得兼任业务岗位。请另建账号，或先结束原有岗位。',
    en: 'One account cannot be system administrator, security administrator and security auditor at once, nor one of them beside a post of the business. Take another account, or end the other post first.',
  });
}
