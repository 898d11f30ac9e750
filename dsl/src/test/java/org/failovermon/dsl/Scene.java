package org.failovermon.dsl;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.failovermon.engine.action.ActionSettings;
import org.failovermon.engine.action.NoticeSettings;
import org.failovermon.engine.action.ScriptActions;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunResult;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;
import org.jspecify.annotations.Nullable;

/** An installation in a folder of the test, with Groovy, and an inbox that keeps how runs ended. */
final class Scene implements AutoCloseable {
  private static final Clock CLOCK =
      new Clock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Instant wall() {
          return Instant.now();
        }
      };

  final Path home;
  final Map<Long, RunResult> ended = new ConcurrentHashMap<>();
  private final Map<Long, Long> endedNanos = new ConcurrentHashMap<>();
  final GroovyScripts groovy = new GroovyScripts();
  final ScriptActions actions;
  private final Inbox inbox =
      event -> {
        if (event instanceof Event.RunEnded(long run, RunResult result)) {
          endedNanos.put(run, System.nanoTime());
          if (ended.put(run, result) != null) {
            throw new AssertionError("run " + run + " ended twice");
          }
        }
        return true;
      };

  Scene(Path folder) {
    this(folder, Duration.ofMinutes(1), Optional.empty());
  }

  Scene(Path folder, Duration deadline, Optional<String> notifyCommand) {
    try {
      home = folder.toRealPath();
      Files.createDirectories(home.resolve("scripts/lost-pulse"));
      Files.createDirectories(home.resolve("scripts/regain-pulse"));
      Files.createDirectories(home.resolve("scripts/jobs"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    actions =
        new ScriptActions(
            new ActionSettings(
                home,
                home.resolve("scripts"),
                root().resolve("scripts"),
                deadline,
                ActionSettings.DEFAULT_OUTPUT_LIMIT_BYTES,
                new NoticeSettings(
                    notifyCommand, Optional.empty(), NoticeSettings.DEFAULT_DEADLINE)),
            inbox,
            groovy,
            CLOCK);
  }

  /** The root of the source tree. */
  static Path root() {
    return Path.of(System.getProperty("failovermon.root", ".."));
  }

  Path lost(String name, String text) {
    return write(home.resolve("scripts/lost-pulse").resolve(name), text);
  }

  static Path write(Path file, String text) {
    try {
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Actions.Order order(long id, RunKind kind, String subject, String script) {
    Instant at = Instant.parse("2026-11-22T03:00:00Z");
    boolean job = kind == RunKind.JOB;
    return new Actions.Order(
        new Run(
            id,
            kind,
            subject,
            job ? 0 : 7,
            new ScriptRef(script),
            RunStatus.RUNNING,
            "4 beats in a row were missed",
            at,
            at,
            null,
            null,
            "",
            0),
        job ? null : MonitorSpec.withDefaults(new HostName(subject)),
        job ? null : Verdict.LOST,
        Instant.parse("2026-11-22T02:59:00Z"));
  }

  RunResult run(long id, String script) {
    return run(id, RunKind.LOST_PULSE, script);
  }

  RunResult run(long id, RunKind kind, String script) {
    actions.start(order(id, kind, "hosta", script));
    return result(id);
  }

  RunResult result(long id) {
    Await.until("run " + id + " ended", () -> ended.containsKey(id));
    @Nullable RunResult result = ended.get(id);
    assertNotNull(result);
    return result;
  }

  /** {@code System.nanoTime()} when the end of a run was reported. */
  long endedNanos(long id) {
    return endedNanos.getOrDefault(id, 0L);
  }

  Optional<String> problem(String script) {
    return actions.problem(new ScriptRef(script), RunKind.LOST_PULSE);
  }

  @Override
  public void close() {
    actions.close();
  }
}
