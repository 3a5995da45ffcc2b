export * from './clock.js';
export * from './database.js';
export * from './domain-error.js';
export * from './ids.js';
export * from './micro-batch.js';
export * from './sql.js';
export * from './plain-text.js';
export * from './unkeepable-text.js';
