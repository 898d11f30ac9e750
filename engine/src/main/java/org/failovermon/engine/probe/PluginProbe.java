package org.failovermon.engine.probe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failovermon.engine.action.BoundedOutput;
import org.failovermon.engine.action.Program;
import org.failovermon.engine.action.ProgramEnd;
import org.failovermon.engine.action.ProgramRunner;
import org.failovermon.engine.action.RunEnvironment;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.Probe;

/**
 * Runs plugins of Nagios and its descendants, unchanged. At the timeout the whole process group is
 * ended.
 */
final class PluginProbe {
  /** Where the plugins of distributions are, besides the pinned PATH. */
  static final List<Path> FOLDERS =
      List.of(
          Path.of("/usr/lib/nagios/plugins"),
          Path.of("/usr/lib64/nagios/plugins"),
          Path.of("/usr/local/lib/nagios/plugins"));

  private static final int MOST_OUTPUT_BYTES = 64 * 1024;
  private static final int MOST_ERROR_BYTES = 4 * 1024;

  private final ProgramRunner programs;
  private final Path home;

  PluginProbe(ProgramRunner programs, Path home) {
    this.programs = programs;
    this.home = home.toAbsolutePath();
  }

  Finding probe(Attempt attempt, Probe.Plugin probe) throws ProbeFailure {
    if (probe.command().isEmpty()) {
      throw ProbeFailure.unknown("the plugin has no name");
    }
    String name = probe.command().getFirst();
    Path file =
        find(name)
            .orElseThrow(
                () ->
                    ProbeFailure.unknown(
                        "there is no executable plugin "
                            + name
                            + (name.contains("/")
                                ? ""
                                : " in "
                                    + RunEnvironment.PATH
                                    + " or in "
                                    + FOLDERS.getFirst()
                                    + "; install it (monitoring-plugins), or give its path")));
    attempt.atTimeout(
        Status.CRITICAL,
        "plugin "
            + name
            + " did not end within "
            + Durations.show(attempt.timeout())
            + ", and was ended with all that it started");
    return run(attempt, probe, name, file);
  }

  private Finding run(Attempt attempt, Probe.Plugin probe, String name, Path file) {
    Map<String, String> environment = RunEnvironment.common(home);
    environment.put(
        "PATH",
        RunEnvironment.PATH
            + ":"
            + String.join(":", FOLDERS.stream().map(Path::toString).toList()));
    probe.environment().forEach((key, secret) -> environment.put(key, secret.reveal()));
    BoundedOutput output = new BoundedOutput(MOST_OUTPUT_BYTES);
    BoundedOutput errors = new BoundedOutput(MOST_ERROR_BYTES);
    // The attempt tells of the timeout and interrupts us, which ends the group; the runner's own
    // deadline stands behind it.
    ProgramEnd end =
        programs.run(
            new Program(
                file, probe.command().subList(1, probe.command().size()), environment, home, ""),
            attempt.left().plus(Duration.ofMillis(50)),
            output::write,
            errors::write);
    return switch (end.how()) {
      case EXITED ->
          finding(name, end, attempt.redact(output.text()), attempt.redact(errors.text()));
      case DEADLINE, STOPPED -> Finding.critical("plugin " + name + " " + end.sentence());
      case NOT_STARTED -> Finding.unknown("plugin " + name + " was not started: " + end.remark());
    };
  }

  private static Finding finding(String name, ProgramEnd end, String output, String errors) {
    PluginOutput said = PluginOutput.of(output);
    String text = said.text();
    if (text.isEmpty()) {
      String complaint = errors.strip().lines().findFirst().orElse("");
      text =
          "plugin "
              + name
              + " printed nothing"
              + (complaint.isEmpty() ? "" : "; on standard error: " + complaint);
    }
    return switch (end.exitCode()) {
      case 0 -> new Finding(Status.OK, text, said.figures());
      case 1 -> new Finding(Status.WARNING, text, said.figures());
      case 2 -> new Finding(Status.CRITICAL, text, said.figures());
      case 3 -> new Finding(Status.UNKNOWN, text, said.figures());
      default ->
          new Finding(
              Status.UNKNOWN,
              "plugin " + name + " ended with " + end.sentence() + ", expected 0 to 3: " + text,
              said.figures());
    };
  }

  private Optional<Path> find(String name) {
    Optional<Path> found = RunEnvironment.find(name, home);
    if (found.isPresent() || name.contains("/")) {
      return found;
    }
    return FOLDERS.stream()
        .map(folder -> folder.resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
