/** What a tenant may be called in addresses and commands. */
export const TENANT_CODE = {
  is: /^[a-z0-9][a-z0-9-]{1,39}$/,
  says: {
    zh: '地区代码为 2 至 40 个小写字母、数字或横线，以字母或数字开头。',
    en: 'The code of a tenant has 2 to 40 small letters, digits or dashes, and begins with a letter or digit.',
  },
};
