import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;

/**
 * The approval on Flowable, embedded: clients are threads of this process. Takes orders line by line on stdin ("stock 100",
 * "round 8 2.0 6.0", "close") and answers each with one line on stdout.
 */
public final class Approvals {
  private static final int STARTS_AT_ONCE = 8;
  private static final int CONNECTIONS = 40;

  private final ProcessEngine engine;
  private final Map<String, Object> matter;
  private final Map<String, Object> answer;
  private volatile String[] cases = {};

  private Approvals(ProcessEngine engine, Map<String, Object> matter, Map<String, Object> answer) {
    this.engine = engine;
    this.matter = matter;
    this.answer = answer;
  }

  /** Arguments: JDBC address, user, password, opinion, then names and values of the matter in turn. */
  public static void main(String[] arguments) throws Exception {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(arguments[0]);
    pool.setUsername(arguments[1]);
    pool.setPassword(arguments[2]);
    pool.setMaximumPoolSize(CONNECTIONS);
    StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
    configuration.setDataSource(pool);
    configuration.setDatabaseSchemaUpdate("true");
    configuration.setAsyncExecutorActivate(true);
    ProcessEngine engine = configuration.buildProcessEngine();
    engine.getRepositoryService().createDeployment().addClasspathResource("approval.bpmn20.xml").deploy();
    Map<String, Object> matter = new java.util.HashMap<>();
    for (int at = 4; at + 1 < arguments.length; at += 2) matter.put(arguments[at], arguments[at + 1]);
    Approvals approvals = new Approvals(engine, matter, Map.of("opinion", arguments[3]));
    say("ready");
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
    for (String order = orders.readLine(); order != null && !order.equals("close"); order = orders.readLine()) {
      String[] words = order.split(" ");
      if (words[0].equals("stock")) say(approvals.stock(Integer.parseInt(words[1])));
      else say(approvals.round(Integer.parseInt(words[1]), Double.parseDouble(words[2]), Double.parseDouble(words[3])));
    }
    engine.close();
    pool.close();
    System.exit(0);
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** As many cases before the office's task; of those of earlier stocks nothing is remembered. */
  private String stock(int count) throws Exception {
    OpenTasks.OF_CASE.clear();
    String[] started = new String[count];
    AtomicInteger next = new AtomicInteger();
    atOnce(STARTS_AT_ONCE, () -> {
      for (int at = next.getAndIncrement(); at < count; at = next.getAndIncrement()) started[at] = start();
      return null;
    });
    cases = started;
    return "stocked";
  }

  private String start() {
    return engine.getRuntimeService().startProcessInstanceByKey("approval", matter).getId();
  }

  /** Completes the open task of a case: the office's, then the leader's. */
  private void complete(int number) {
    engine.getTaskService().complete(OpenTasks.OF_CASE.get(cases[number]), answer);
  }

  private String round(int clients, double warmSeconds, double seconds) throws Exception {
    long from = System.nanoTime() + (long) (warmSeconds * 1e9);
    long until = from + (long) (seconds * 1e9);
    AtomicInteger next = new AtomicInteger();
    AtomicInteger all = new AtomicInteger();
    List<double[]> taken = new CopyOnWriteArrayList<>();
    atOnce(clients, () -> {
      double[] durations = new double[1 << 18];
      int counted = 0;
      boolean atLeader = false;
      int number = 0;
      for (long began = System.nanoTime(); began < until; ) {
        if (!atLeader) number = next.getAndIncrement();
        if (number >= cases.length) throw new IllegalStateException("the stock was used up");
        complete(number);
        atLeader = !atLeader;
        long ended = System.nanoTime();
        all.incrementAndGet();
        if (ended >= from && ended < until) durations[counted++] = (ended - began) / 1e6;
        began = ended;
      }
      taken.add(Arrays.copyOf(durations, counted));
      return null;
    });
    double[] sorted = taken.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    return String.format(Locale.ROOT, "{\"acts\":%d,\"allActs\":%d,\"rate\":%f,\"p50\":%f,\"p95\":%f,\"p99\":%f}",
        sorted.length, all.get(), sorted.length / seconds, at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99));
  }

  private static double at(double[] sorted, double p) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * p))];
  }

  private static void atOnce(int threads, Callable<Void> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (Future<Void> done : pool.invokeAll(IntStream.range(0, threads).mapToObj(number -> work).toList())) done.get();
    } finally {
      pool.shutdown();
    }
  }
}
