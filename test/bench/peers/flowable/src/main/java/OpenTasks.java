import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.flowable.engine.delegate.TaskListener;
import org.flowable.task.service.delegate.DelegateTask;

/** Notes which task of a case is open, as a user's inbox would show it, so that no client has to look it up. */
public final class OpenTasks implements TaskListener {
  static final Map<String, String> OF_CASE = new ConcurrentHashMap<>();

  @Override
  public void notify(DelegateTask task) {
    OF_CASE.put(task.getProcessInstanceId(), task.getId());
  }
}
