package org.failovermon.engine.action;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.port.Actions;
import org.jspecify.annotations.Nullable;

/**
 * The environment of programs: pinned, so that a script does the same by hand, from the daemon and
 * from a boot. Documented in {@code docs/scripts.md}; nothing else is inherited.
 */
public final class RunEnvironment {
  /** Where programs are looked for. */
  public static final List<String> FOLDERS =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

  /** The same as programs get it. */
  public static final String PATH = String.join(":", FOLDERS);

  private RunEnvironment() {}

  /** What every program gets, whoever starts it. A new map, to be added to. */
  public static Map<String, String> common(Path home) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("PATH", PATH);
    all.put("HOME", System.getProperty("user.home", "/"));
    all.put("LANG", "C.UTF-8");
    all.put("TZ", System.getenv().getOrDefault("TZ", ":/etc/localtime"));
    all.put("FAILOVERMON_HOME", home.toString());
    return all;
  }

  /** The environment of the programs of a run. */
  static Map<String, String> of(Actions.Order order, Path home, @Nullable Path script) {
    Run run = order.run();
    Map<String, String> all = common(home);
    all.put("FAILOVERMON_KIND", run.kind().word());
    all.put("FAILOVERMON_REASON", run.reason());
    all.put("FAILOVERMON_SINCE", order.since().toString());
    all.put("FAILOVERMON_RUN", Long.toString(run.id()));
    all.put("FAILOVERMON_OUTAGE", Long.toString(run.outage()));
    all.put("FAILOVERMON_SCRIPT", script == null ? run.script().text() : script.toString());
    if (run.kind() == RunKind.JOB) {
      all.put("FAILOVERMON_JOB", run.subject());
    } else if (run.kind() == RunKind.RULE) {
      all.put("FAILOVERMON_RULE", run.subject());
    } else {
      all.put("FAILOVERMON_HOST", run.subject());
      MonitorSpec monitor = order.monitor();
      if (monitor != null) {
        all.put("FAILOVERMON_MONITOR", describe(monitor));
      }
    }
    all.replaceAll((name, value) -> value.replace("\0", ""));
    return all;
  }

  /**
   * Finds a program: a path seen from the working directory, a bare name in {@link #FOLDERS}.
   *
   * @return the executable, or empty when there is none
   */
  public static Optional<Path> find(String program, Path workingDirectory) {
    if (program.isEmpty() || program.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    if (program.contains("/")) {
      return Optional.of(workingDirectory.resolve(program)).filter(RunEnvironment::executable);
    }
    for (String folder : FOLDERS) {
      Path file = Path.of(folder, program);
      if (executable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static boolean executable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static String describe(MonitorSpec monitor) {
    return "interval="
        + Durations.seconds(monitor.interval())
        + " retries="
        + monitor.retries()
        + " timeout="
        + Durations.seconds(monitor.timeout());
  }
}
