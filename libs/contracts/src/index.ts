export * from './case.js';
export * from './definition.js';
export * from './desk.js';
export * from './problem.js';
export * from './session.js';
export * from './target.js';
export * from './text.js';
