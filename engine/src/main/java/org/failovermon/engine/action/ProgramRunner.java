package org.failovermon.engine.action;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteResultHandler;
import org.apache.commons.exec.ExecuteStreamHandler;
import org.failovermon.engine.linux.OutputPipe;
import org.failovermon.engine.linux.ProcessGroup;
import org.failovermon.engine.port.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program with Apache Commons Exec: in a session and process group of its own, with nothing
 * on standard input, its output handed over as it comes, ended as a whole group at its deadline
 * (SIGTERM, a grace, SIGKILL).
 *
 * <p>The run ends when the program ends. Children that it left in the background live on, as they
 * would under a shell; what they still print is read for a short time only. Programs also live on
 * when we die: they have their own session, and SIGPIPE is ignored, so that a print into the void
 * does not stop them half way. Thread-safe.
 */
public final class ProgramRunner {
  /** How long a group has between SIGTERM and SIGKILL. */
  public static final Duration GRACE = Duration.ofSeconds(5);

  private static final int LOOK_MILLIS = 20;
  private static final Duration DRAIN = Duration.ofMillis(300);
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);
  private static final List<Path> SETSID_PLACES =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  /**
   * What keeps the daemon running on a busy machine (OOMScoreAdjust and Nice of its unit) is not
   * for what it starts: a database that a script takes over would be the last to be killed. Field
   * 19 of stat is the nice value (proc(5)).
   */
  private static final String PRELUDE =
      """
      umask 022
      trap '' PIPE
      read -r oom </proc/self/oom_score_adj
      read -r _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ nice _ </proc/self/stat
      if [ "${oom:-0}" -lt 0 ]; then echo 0 >/proc/self/oom_score_adj; fi
      if [ "${nice:-0}" -lt 0 ]; then exec nice -n "${nice#-}" "$0" "$@"; fi
      exec "$0" "$@"
      """;

  private final Clock clock;
  private final Duration grace;

  /** Makes a runner that measures deadlines on this clock. */
  public ProgramRunner(Clock clock) {
    this(clock, GRACE);
  }

  ProgramRunner(Clock clock, Duration grace) {
    this.clock = clock;
    this.grace = grace;
  }

  /** Why no program can be run on this system, or empty. */
  public static Optional<String> missing() {
    return setsid() == null
        ? Optional.of(
            "setsid is not installed, and without it a program cannot be ended as a whole group;"
                + " install it: apt-get install util-linux")
        : Optional.empty();
  }

  /**
   * Runs a program and waits until it has ended, on the caller's thread. When that thread is
   * interrupted the program is ended as at its deadline, and the thread stays interrupted.
   *
   * @param program what to run
   * @param deadline how long it may run; above 0
   * @param output gets what it prints, standard output and standard error in the order written
   * @return how it ended; never an exception for what the program does
   */
  public ProgramEnd run(Program program, Duration deadline, Consumer<byte[]> output) {
    return follow(program, deadline, output, pid -> {});
  }

  /**
   * The same, and says which process it is.
   *
   * @param started gets the process id, which is that of its session and process group too
   */
  ProgramEnd follow(
      Program program, Duration deadline, Consumer<byte[]> output, LongConsumer started) {
    try (OutputPipe pipe = OutputPipe.open()) {
      return run(program, deadline, new Ends(pipe, output, null, null), started);
    } catch (IOException e) {
      return notStarted(deadline, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The same, with standard error apart from standard output.
   *
   * @param errors gets what the program prints on standard error
   */
  public ProgramEnd run(
      Program program, Duration deadline, Consumer<byte[]> output, Consumer<byte[]> errors) {
    try (OutputPipe pipe = OutputPipe.open();
        OutputPipe errorPipe = OutputPipe.open()) {
      return run(program, deadline, new Ends(pipe, output, errorPipe, errors), pid -> {});
    } catch (IOException e) {
      return notStarted(deadline, String.valueOf(e.getMessage()));
    }
  }

  /** Where the output of a program goes; without an error pipe both streams are one. */
  private record Ends(
      OutputPipe pipe,
      Consumer<byte[]> output,
      @Nullable OutputPipe errorPipe,
      @Nullable Consumer<byte[]> errors) {

    /** Once the program has its own copies. */
    void closeWriteEnds() {
      pipe.closeWriteEnd();
      if (errorPipe != null) {
        errorPipe.closeWriteEnd();
      }
    }

    /** Hands over what is there on standard error, without a wait. */
    void readErrors() throws IOException {
      if (errorPipe != null && errors != null) {
        byte[] bytes = errorPipe.read(0);
        while (bytes != null && bytes.length > 0) {
          errors.accept(bytes);
          bytes = errorPipe.read(0);
        }
      }
    }
  }

  private ProgramEnd run(Program program, Duration deadline, Ends ends, LongConsumer started)
      throws IOException {
    Path setsid = setsid();
    if (setsid == null) {
      return notStarted(deadline, missing().orElseThrow());
    }
    try {
      CommandLine command = new CommandLine("/bin/sh");
      command.addArguments(
          new String[] {"-c", PRELUDE, setsid.toString(), program.file().toString()}, false);
      command.addArguments(program.arguments().toArray(String[]::new), false);
      OutputPipe errors = ends.errorPipe();
      GroupExecutor executor =
          new GroupExecutor(
              ends.pipe().writeEnd(), errors == null ? null : errors.writeEnd(), program);
      Waited result = new Waited();
      executor.execute(command, program.environment(), result);
      Process process = executor.started.join(); // not interruptible: what starts is also ended
      ends.closeWriteEnds();
      started.accept(process.pid());
      return new Watch(ends, process, result, deadline).untilEnded();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return notStarted(deadline, String.valueOf(cause.getMessage()));
    }
  }

  private static ProgramEnd notStarted(Duration deadline, String why) {
    return new ProgramEnd(ProgramEnd.How.NOT_STARTED, -1, deadline, why);
  }

  private static @Nullable Path setsid() {
    for (Path place : SETSID_PLACES) {
      if (Files.isExecutable(place)) {
        return place;
      }
    }
    return null;
  }

  /** One program from its start to its end. */
  private final class Watch {
    private final Ends ends;
    private final Process process;
    private final ProcessGroup group;
    private final Waited result;
    private final Duration deadline;
    private final long startedNanos = clock.nanos();
    private boolean writersGone;
    private boolean interrupted;

    Watch(Ends ends, Process process, Waited result, Duration deadline) {
      this.ends = ends;
      this.process = process;
      this.group = new ProcessGroup(process.pid());
      this.result = result;
      this.deadline = deadline;
    }

    ProgramEnd untilEnded() throws IOException {
      try {
        while (!result.hasResult()) {
          if (interrupted || Thread.interrupted()) {
            interrupted = true;
            return endGroup(ProgramEnd.How.STOPPED);
          }
          if (since(startedNanos).compareTo(deadline) >= 0) {
            return endGroup(ProgramEnd.How.DEADLINE);
          }
          look(LOOK_MILLIS);
        }
        drain();
        return new ProgramEnd(ProgramEnd.How.EXITED, exitCode(), deadline, "");
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private ProgramEnd endGroup(ProgramEnd.How how) throws IOException {
      long asked = clock.nanos();
      if (!group.terminate()) {
        process.destroy(); // caught before it had a group of its own
      }
      while (group.alive() || !result.hasResult()) {
        if (since(asked).compareTo(grace) >= 0) {
          return killGroup(how);
        }
        look(LOOK_MILLIS);
      }
      drain();
      return new ProgramEnd(how, exitCode(), deadline, "");
    }

    private ProgramEnd killGroup(ProgramEnd.How how) throws IOException {
      group.kill();
      process.destroyForcibly();
      long killed = clock.nanos();
      while ((group.alive() || !result.hasResult()) && since(killed).compareTo(AFTER_KILL) < 0) {
        look(LOOK_MILLIS);
      }
      drain();
      if (!result.hasResult()) {
        return new ProgramEnd(
            how,
            137,
            deadline,
            "process " + process.pid() + " hangs in the kernel and is still there");
      }
      return new ProgramEnd(how, exitCode(), deadline, "it did not heed SIGTERM and was killed");
    }

    /** Reads on, or waits, for at most so long. */
    private void look(int millis) throws IOException {
      ends.readErrors();
      if (writersGone) {
        try {
          result.await(millis);
        } catch (InterruptedException e) {
          interrupted = true;
        }
        return;
      }
      byte[] bytes = ends.pipe().read(millis);
      if (bytes == null) {
        writersGone = true;
      } else if (bytes.length > 0) {
        ends.output().accept(bytes);
      }
    }

    /**
     * What the program itself wrote is in the pipe by now; a child that writes on is left alone.
     */
    private void drain() throws IOException {
      long ended = clock.nanos();
      while (!writersGone && since(ended).compareTo(DRAIN) < 0) {
        look(LOOK_MILLIS);
      }
      ends.readErrors();
    }

    private int exitCode() {
      return process.exitValue();
    }

    private Duration since(long nanos) {
      return Duration.ofNanos(clock.nanos() - nanos);
    }
  }

  /** Hears of the end at once; the one of Commons Exec looks only every 50 ms. */
  private static final class Waited implements ExecuteResultHandler {
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void onProcessComplete(int exitValue) {
      ended.countDown();
    }

    @Override
    public void onProcessFailed(ExecuteException failure) {
      ended.countDown(); // the exit code is asked of the process itself
    }

    boolean hasResult() {
      return ended.getCount() == 0;
    }

    void await(long millis) throws InterruptedException {
      var _ = ended.await(millis, TimeUnit.MILLISECONDS);
    }
  }

  /** Starts the process as we want it; Commons Exec waits for it. */
  private static final class GroupExecutor extends DefaultExecutor {
    private final CompletableFuture<Process> started = new CompletableFuture<>();
    private final File output;
    private final @Nullable File errors;
    private final byte[] input;

    @SuppressWarnings("deprecation") // the builder cannot make a subclass, and launch is the seam
    GroupExecutor(File output, @Nullable File errors, Program program) {
      this.output = output;
      this.errors = errors;
      this.input = program.input().getBytes(StandardCharsets.UTF_8);
      setWorkingDirectory(program.workingDirectory().toFile());
      setStreamHandler(new NoStreams());
      setExitValues(null);
    }

    @Override
    protected Process launch(CommandLine command, Map<String, String> environment, Path folder)
        throws IOException {
      try {
        ProcessBuilder builder = new ProcessBuilder(command.toStrings());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(folder.toFile());
        if (input.length == 0) {
          builder.redirectInput(new File("/dev/null"));
        }
        builder.redirectOutput(output);
        if (errors == null) {
          builder.redirectErrorStream(true);
        } else {
          builder.redirectError(errors);
        }
        Process process = builder.start();
        started.complete(process);
        feed(process);
        return process;
      } catch (IOException | RuntimeException e) {
        started.completeExceptionally(e);
        throw e;
      }
    }

    /** Never blocks: what a program gets to read fits into the pipe. */
    private void feed(Process process) {
      if (input.length > 0) {
        try (OutputStream stdin = process.getOutputStream()) {
          stdin.write(input);
        } catch (IOException closed) {
          // It ended, or closed its input, before it was written to. What that means its exit code
          // tells; to call it a failed start would lose that code.
        }
      }
    }

    @Override
    protected Thread createThread(Runnable task, String name) {
      return Thread.ofPlatform().daemon().name("program-wait").unstarted(task);
    }
  }

  /** All three streams are redirected by the operating system: there is nothing to pump. */
  private static final class NoStreams implements ExecuteStreamHandler {
    @Override
    public void setProcessErrorStream(InputStream stream) {}

    @Override
    public void setProcessInputStream(OutputStream stream) {}

    @Override
    public void setProcessOutputStream(InputStream stream) {}

    @Override
    public void start() {}

    @Override
    public void stop() {}
  }
}
