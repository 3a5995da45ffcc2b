export * from './check.js';
export * from './condition.js';
export * from './graph.js';
export * from './offers.js';
export * from './states.js';
export * from './step.js';
