package org.failovermon.engine.action;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunResult;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.Clock;

/** An installation in a folder of the test, and an inbox that keeps how runs ended. */
final class Scene implements AutoCloseable {
  static final Clock CLOCK = EndedRuns.CLOCK;

  final Path home;
  final EndedRuns ended = new EndedRuns();
  final CountDownLatch released = new CountDownLatch(1);
  final ScriptActions actions;

  Scene(Path folder, Duration deadline, NoticeSettings notices) {
    try {
      home = folder.toRealPath();
      for (RunKind kind : RunKind.values()) {
        Files.createDirectories(home.resolve("scripts").resolve(kind.folder()));
        Files.createDirectories(home.resolve("shipped").resolve(kind.folder()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ActionSettings settings =
        new ActionSettings(
            home,
            home.resolve("scripts"),
            home.resolve("shipped"),
            deadline,
            ActionSettings.DEFAULT_OUTPUT_LIMIT_BYTES,
            notices);
    actions =
        new ScriptActions(
            settings,
            ended,
            new DeafLanguage(released),
            CLOCK,
            new ProgramRunner(CLOCK, Duration.ofMillis(500)),
            Duration.ofSeconds(3));
  }

  Scene(Path folder) {
    this(folder, Duration.ofMinutes(1), NoticeSettings.NOBODY);
  }

  /** Writes an executable file below the home. */
  Path script(String name, String text) {
    return file(home.resolve("scripts/lost-pulse").resolve(name), text, "rwxr-xr-x");
  }

  static Path file(Path file, String text, String mode) {
    try {
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Actions.Order order(long id, RunKind kind, String subject, String script) {
    return EndedRuns.order(id, kind, subject, script);
  }

  RunResult run(long id, String script) {
    actions.start(order(id, RunKind.LOST_PULSE, "hosta", script));
    return result(id);
  }

  RunResult result(long id) {
    return ended.result(id);
  }

  @Override
  public void close() {
    actions.close();
  }

  /** A language whose scripts, {@code *.deaf}, heed nothing until the test releases them. */
  private static final class DeafLanguage implements ScriptLanguage {
    private final CountDownLatch released;

    DeafLanguage(CountDownLatch released) {
      this.released = released;
    }

    @Override
    public boolean speaks(Path file) {
      return file.toString().endsWith(".deaf");
    }

    @Override
    public Optional<String> problem(Path file) {
      return Optional.empty();
    }

    @Override
    public Loaded load(Path file) {
      return new Loaded() {
        @Override
        public String remark() {
          return "";
        }

        @Override
        public void run(ScriptContext context) {
          Await.until("the test releases the script", () -> released.getCount() == 0);
          context.log("an effect after the deadline");
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void refresh(List<Path> files) {}

    @Override
    public List<ScriptProblem> problems() {
      return List.of();
    }

    @Override
    public Loaded warmUp() {
      return new Nothing();
    }

    @Override
    public void close() {}
  }

  private static final class Nothing implements ScriptLanguage.Loaded {
    @Override
    public String remark() {
      return "";
    }

    @Override
    public void run(ScriptContext context) {}

    @Override
    public void close() {}
  }
}
