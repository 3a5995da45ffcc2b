import { totalmem } from 'node:os';

const MB = 1024 * 1024;

/** Pages that PostgreSQL keeps: an eighth of what this machine or container has, which is the product's as well; 128 MB to 2 GB. */
function sharedBuffers() {
  const limit = process.constrainedMemory?.() || Infinity;
  const eighth = Math.floor(Math.min(totalmem(), limit) / 8 / MB);
  return `${Math.min(Math.max(eighth, 128), 2048)}MB`;
}

/** Every commit is on disk before it is answered; the rest suits short statements on one machine. */
export const durable = {
  max_connections: 80,
  shared_buffers: sharedBuffers(),
  checkpoint_timeout: '15min',
  random_page_cost: 1.1,
  jit: 'off',
  max_parallel_workers_per_gather: 0,
  log_min_messages: 'warning',
  log_checkpoints: 'off',
};

/** Settings of a cluster whose data nobody misses after a crash. */
export const forgetful = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: 200,
  jit: 'off',
  log_min_messages: 'fatal',
  log_checkpoints: 'off',
};
