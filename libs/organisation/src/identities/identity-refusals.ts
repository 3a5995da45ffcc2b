import { DomainError } from '#platform';

/** Nobody here is who the provider says. */
export function unknownIdentity(): DomainError {
  return new DomainError('forbidden', 'oidc.unknown', {
    zh: '统一身份认证已通过，但本系统没有对应的账号。请联系系统管理员建立账号，或核对邮箱、账号名是否一致。',
    en: 'The identity provider knows you, but no account here is yours. Ask an administrator to add one, or to compare mail address and account name.',
  });
}

/** The account may not sign in. */
export function disabledIdentity(): DomainError {
  return new DomainError('forbidden', 'oidc.disabled', {
    zh: '您的账号已停用，请联系系统管理员。',
    en: 'Your account is disabled. Ask an administrator.',
  });
}

/** The account holds no post, and so may do nothing. */
export function postless(): DomainError {
  return new DomainError('forbidden', 'oidc.no-post', {
    zh: '您的账号没有任何岗位，不能办理事项。请联系系统管理员。',
    en: 'Your account holds no post, so there is nothing that you could do. Ask an administrator.',
  });
}

/** Somebody else proved who they are than whose session it is. */
export function someoneElse(): DomainError {
  return new DomainError('forbidden', 'oidc.someone-else', {
    zh: '确认身份的不是当前登录的账号，请用同一账号确认。',
    en: 'Somebody else confirmed than the one who is signed in. Confirm as the same.',
  });
}
