/** What one must know to compare the subjects fairly. */
export const DIFFERENCES: readonly { zh: string; en: string }[] = [
  {
    zh: '`pgbench-*` 只写行：没有状态机，没有权限，没有幂等检查。写的是录制产品每步所得的同样的行（值一并发送），每步一次提交；产品另有的空操作（草稿、阶梯提醒的清理）不做。它是“不合并提交”的上限，不是 PostgreSQL 的上限。',
    en: '`pgbench-*` only writes rows: no statechart, no permissions, no look-up of keys. They are the rows that the product was recorded to write, with their values sent, one commit a step; what the product does in vain (drafts and ladders to clear) is left out. It is the limit without batching, not that of PostgreSQL.',
  },
  {
    zh: '`engine` 与客户端同在一个 Node 进程，不查权限；同一时刻的各步合并提交。1 路时无可合并，客户端与引擎争同一个进程；一步独行的至多一毫秒内进程不休眠。在办事项由引擎自己启动（各方亦然），进程留有最近写过的约一万件的副本：1 路时几乎不必先读，32 路时考评办一步大多要读，领导一步不必。',
    en: '`engine` shares its Node process with the clients and checks no permissions; steps of one moment are committed together. With one client there is nothing to put together; while a step is alone, the process stays awake for a millisecond at most. The engine starts the cases itself, as the peers do, and keeps copies of the ten thousand that it wrote last: with one client hardly any case is read first, with 32 most are for the office’s step, none for the leader’s.',
  },
  {
    zh: '`http` 是产品本身，另一进程：会话、权限、Idempotency-Key、表单校验、下一待办。客户端是同机另一进程，用最省的原始连接，与 `restate` 所用的相同。在办事项由 SQL 造出，考评办一步总要先读事项，领导一步不必。',
    en: '`http` is the product itself in a process of its own: session, permissions, Idempotency-Key, form check, next task. Its clients are another process on the same machine with the cheapest raw connections, the same as those of `restate`. Cases are made by SQL, so that each is read for the office’s step; for the leader’s it need not be.',
  },
  {
    zh: '`restate`：服务端、处理程序、客户端三个进程；任务与意见存在状态机的上下文里，不在 PostgreSQL，无法跨事项列出待办，不查权限。4 个分区（两核上比默认的 24 快）。适配器不取消已设的延时，到期时忽略。带 Idempotency-Key。',
    en: '`restate`: server, handlers and clients are three processes; tasks and opinions are in the machine’s context, not in PostgreSQL, so no inbox across cases, and no permissions. 4 partitions (faster on two cores than the default 24). Its adapter does not cancel a delay, it ignores it when it is over. With an idempotency key.',
  },
  {
    zh: '`dbos`：一件事项一个工作流，消息推进；自己的表里只有任务行，经过与计时在 DBOS 的表里。步骤被 DBOS 记下之后才答复。`recv` 的轮询设为一小时（默认十秒会让大量在办事项占用 PostgreSQL）。客户端在同一进程。',
    en: '`dbos`: one workflow a case, moved on by messages; of our tables it writes the task rows, history and timer are in its own. A step is answered once DBOS has recorded it. Polling of `recv` is set to an hour (at the default ten seconds many waiting cases would keep PostgreSQL busy). Clients are in the same process.',
  },
  {
    zh: '`flowable`：嵌入式，客户端是同一 Java 进程的线程，历史级别为默认的 audit，异步执行器开启；没有幂等键。任务号由监听器记下，客户端不必查询。启动后先预热，但 JIT 仍可能未到最佳。',
    en: '`flowable`: embedded, clients are threads of the same Java process, history at its default level (audit), async executor on; no idempotency key. A listener notes the task ids, so that clients need not ask. It is warmed up, though its JIT may not have reached its best.',
  },
  {
    zh: '各方都办完一件事项的两步。每路客户端一次取二十件：先由考评办逐件通过，再由领导逐件批准；领导任务的编号，`engine` 从启动它的那一步得知（与 flowable 的监听器一样），`http` 的压测程序每批查一次，计入其时间。pgbench 与 flowable 逐件接连办两步。',
    en: 'All carry each case through both steps. A client takes twenty cases at a time: the office passes each, then the leader approves each. The ids of the leader’s tasks `engine` knows from the steps that opened them, as flowable’s listener does; those of `http` the bench looks up once a portion, in its time. pgbench and flowable take the two steps of a case one after the other.',
  },
  {
    zh: '所有进程、负载与 PostgreSQL 共用一台机器的核。磁盘刷写很快的机器上，1 路的数字偏高；磁盘越慢，合并提交的好处越大。相差不到 1.3 倍的，不必当真。',
    en: 'All processes, the load and PostgreSQL share the cores of one machine. A machine whose disk flushes fast flatters the rows of one client; the slower the disk, the more batching gains. Differences under about 1.3 × mean little.',
  },
];
