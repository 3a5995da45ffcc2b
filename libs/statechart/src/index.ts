export * from './check.js';
export * from './condition.js';
export { eventsOf, explore, type Configuration, type Exploration, type WayStep } from './explore.js';
export * from './graph.js';
export * from './offers.js';
export * from './outcome.js';
export * from './states.js';
export * from './step.js';
