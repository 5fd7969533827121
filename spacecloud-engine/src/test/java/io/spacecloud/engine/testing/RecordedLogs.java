package io.spacecloud.engine.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Whatever is logged, on every level, while somebody looks; chosen by the system property {@code
 * slf4j.provider}.
 */
public final class RecordedLogs implements SLF4JServiceProvider {
  private static final Queue<Queue<String>> LISTENERS = new ConcurrentLinkedQueue<>();

  private final IMarkerFactory markers = new BasicMarkerFactory();

  /**
   * What is logged meanwhile, by whatever thread: messages with their arguments, and exceptions
   * with their messages and causes.
   */
  public static List<String> during(Callable<?> work) throws Exception {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    LISTENERS.add(heard);
    try {
      work.call();
    } finally {
      LISTENERS.remove(heard);
    }
    return new ArrayList<>(heard);
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return Recorder::new;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return new NOPMDCAdapter();
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}

  private static final class Recorder extends LegacyAbstractLogger implements Logger {
    private static final long serialVersionUID = 1L;

    Recorder(String name) {
      this.name = name;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
      if (!LISTENERS.isEmpty()) {
        StringBuilder text = new StringBuilder(level + " " + name + ": ");
        text.append(MessageFormatter.basicArrayFormat(pattern, arguments));
        for (Throwable each = thrown; each != null; each = each.getCause()) {
          text.append(' ').append(each).append(Arrays.toString(each.getSuppressed()));
        }
        LISTENERS.forEach(listener -> listener.add(text.toString()));
      }
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return Recorder.class.getName();
    }

    @Override
    public boolean isTraceEnabled() {
      return !LISTENERS.isEmpty();
    }

    @Override
    public boolean isDebugEnabled() {
      return !LISTENERS.isEmpty();
    }

    @Override
    public boolean isInfoEnabled() {
      return !LISTENERS.isEmpty();
    }

    @Override
    public boolean isWarnEnabled() {
      return !LISTENERS.isEmpty();
    }

    @Override
    public boolean isErrorEnabled() {
      return !LISTENERS.isEmpty();
    }
  }
}
