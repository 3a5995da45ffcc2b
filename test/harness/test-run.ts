/** What `npm test` tells its specs: the PostgreSQL of the run and the browser. */
export const testRun = {
  get databaseUrl(): string {
    return given('KAOPING_TEST_DATABASE_URL');
  },
  get chromium(): string {
    return given('CHROME_PATH');
  },
  /** Folder for pictures of the pages; null where none are wanted. */
  get screenshots(): string | null {
    return process.env['KAOPING_SCREENSHOTS'] ?? null;
  },
};

function given(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(
    `${name} 未设置：请用 npm test -- <文件> 运行 · ${name} is not set: run this spec by npm test -- <file>`,
  );
}
