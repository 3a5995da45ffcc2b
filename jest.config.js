export default {
  rootDir: 'dist',
  testEnvironment: 'node',
  testMatch: ['**/*.spec.js'],
  modulePathIgnorePatterns: ['<rootDir>/inbox/', '<rootDir>/bench/'],
  transform: {},
  maxWorkers: 2,
  testTimeout: 60_000,
  watchman: false,
};
