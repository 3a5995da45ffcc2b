/** What an account may be called. */
export const ACCOUNT_NAME = {
  is: /^[a-z0-9][a-z0-9._-]{1,63}$/,
  says: {
    zh: '账号为 2 至 64 个小写字母、数字、点、横线或下划线。',
    en: 'An account has 2 to 64 small letters, digits, dots, dashes or underscores.',
  },
};
