package org.failovermon.dsl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.failovermon.engine.action.ActionSettings;
import org.failovermon.engine.action.EndedRuns;
import org.failovermon.engine.action.NoticeSettings;
import org.failovermon.engine.action.ScriptActions;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunResult;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.port.Actions;

/** An installation in a folder of the test, with Groovy, and an inbox that keeps how runs ended. */
final class Scene implements AutoCloseable {
  final Path home;
  final EndedRuns ended = new EndedRuns();
  final GroovyScripts groovy = new GroovyScripts();
  final ScriptActions actions;

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
            ended,
            groovy,
            EndedRuns.CLOCK);
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
    return EndedRuns.order(id, kind, subject, script);
  }

  RunResult run(long id, String script) {
    return run(id, RunKind.LOST_PULSE, script);
  }

  RunResult run(long id, RunKind kind, String script) {
    actions.start(order(id, kind, "hosta", script));
    return result(id);
  }

  RunResult result(long id) {
    return ended.result(id);
  }

  /** {@code System.nanoTime()} when the end of a run was reported. */
  long endedNanos(long id) {
    return ended.nanos(id);
  }

  Optional<String> problem(String script) {
    return actions.problem(new ScriptRef(script), RunKind.LOST_PULSE);
  }

  @Override
  public void close() {
    actions.close();
  }
}
