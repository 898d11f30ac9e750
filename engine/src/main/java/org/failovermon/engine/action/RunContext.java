package org.failovermon.engine.action;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run while it goes on: its output, its deadline, and what its script may do. Thread-safe. */
final class RunContext implements ScriptContext {
  private static final Logger LOG = LoggerFactory.getLogger("failovermon.run");

  private final Actions.Order order;
  private final ActionSettings settings;
  private final Clock clock;
  private final ProgramRunner programs;
  private final Notifier notifier;
  private final BoundedOutput output;
  private final @Nullable Spool spool;
  private volatile long spooled;
  private final Duration deadline;
  private volatile long deadlineNanos;
  private final List<String> unheard = new ArrayList<>();
  private @Nullable Path script;
  private @Nullable Thread thread;
  private boolean expired;
  private boolean over;
  private boolean noticeFailed;

  RunContext(
      Actions.Order order,
      ActionSettings settings,
      Clock clock,
      ProgramRunner programs,
      Notifier notifier,
      @Nullable Spool spool) {
    this.spool = spool;
    this.order = order;
    this.settings = settings;
    this.clock = clock;
    this.programs = programs;
    this.notifier = notifier;
    this.output = new BoundedOutput(settings.outputLimitBytes());
    Duration own = order.deadline();
    this.deadline = own == null ? settings.deadline() : own;
    this.deadlineNanos = clock.nanos() + deadline.toNanos();
  }

  /** How long the run may take. */
  Duration deadline() {
    return deadline;
  }

  @Override
  public Actions.Order order() {
    return order;
  }

  @Override
  public Path home() {
    return settings.home();
  }

  /** The script's file, once it is known. */
  synchronized void script(Path file) {
    script = file;
  }

  /** The script begins: its deadline counts from now, and interrupts the calling thread. */
  synchronized void begin() {
    deadlineNanos = clock.nanos() + deadline.toNanos();
    thread = Thread.currentThread();
  }

  /** The calling thread is not the run's any more; an interrupt that was meant for it is gone. */
  synchronized void finish() {
    thread = null;
    Thread.interrupted();
  }

  /** The deadline has come: interrupts the script, and refuses it any further effect. */
  synchronized void expire() {
    expired = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /**
   * Says that the result is about to be reported.
   *
   * @return true the first time
   */
  synchronized boolean end() {
    boolean first = !over;
    over = true;
    return first;
  }

  synchronized boolean expired() {
    return expired;
  }

  /** Time left until the deadline; zero or less when it has come. */
  Duration left() {
    return Duration.ofNanos(deadlineNanos - clock.nanos());
  }

  /** Runs the script itself as a program. */
  ProgramEnd runProgram(Path file) {
    return inSpool(
        new Program(file, List.of(order.run().subject()), environment(), settings.home(), ""),
        deadline,
        output::write);
  }

  @Override
  public Executed exec(List<String> command, Optional<Duration> own) {
    String name = command.getFirst();
    Duration left = mayAct();
    Duration limit = own.filter(shorter -> shorter.compareTo(left) < 0).orElse(left);
    output.line("+ " + String.join(" ", command));
    Path file = RunEnvironment.find(name, settings.home()).orElse(null);
    if (file == null) {
      ProgramEnd missing = ProgramEnd.missing(name, limit);
      output.line(missing.remark());
      return new Executed(missing, "");
    }
    BoundedOutput printed = new BoundedOutput(settings.outputLimitBytes());
    ProgramEnd end =
        inSpool(
            new Program(
                file, command.subList(1, command.size()), environment(), settings.home(), ""),
            limit,
            bytes -> {
              output.write(bytes);
              printed.write(bytes);
            });
    if (!end.ok()) {
      output.line(name + ": " + end.sentence());
    }
    return new Executed(end, printed.text());
  }

  /** Runs a program that is known to the spool as long as it runs. */
  private ProgramEnd inSpool(Program program, Duration limit, Consumer<byte[]> printed) {
    long run = order.run().id();
    if (spool == null) {
      return programs.run(program, limit, printed);
    }
    try {
      return programs.follow(program, limit, printed, pid -> spool.program(run, pid));
    } finally {
      spool.programEnded(run);
    }
  }

  /** Writes to the spool what was printed since this was last called. */
  void spoolOutput() {
    long written = output.written();
    if (spool != null && written != spooled) {
      spooled = written;
      spool.output(order.run().id(), output.text());
    }
  }

  @Override
  public void log(String text) {
    mayAct();
    note(text);
  }

  @Override
  public void print(String text) {
    mayAct();
    output.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean tell(String text) {
    Duration left = mayAct();
    note("notify: " + text);
    if (!notifier.hasAudience()) {
      missed("nobody was told: the configuration has neither [notify] nor [mail]", false);
      return false;
    }
    Run run = order.run();
    boolean named = run.kind() == RunKind.JOB || run.kind() == RunKind.RULE;
    String what = (named ? run.kind().word() + " " : "") + run.subject();
    String first = text.strip().lines().findFirst().orElse(run.reason());
    List<String> failures =
        notifier.send(
            new Notifier.Notice("failovermon: " + what + ": " + first, text, environment()), left);
    failures.forEach(failure -> missed(failure, true));
    return failures.isEmpty();
  }

  /** A line in the output and in the log. */
  void note(String text) {
    output.line(text);
    LOG.info("run {} of {}: {}", order.run().id(), order.run().subject(), text);
  }

  String output() {
    return output.text();
  }

  /** What was not heard, as a sentence, or empty. */
  synchronized String unheard() {
    return unheard.isEmpty() ? "" : unheard.getFirst();
  }

  /** Whether a notice was sent and did not arrive. */
  synchronized boolean noticeFailed() {
    return noticeFailed;
  }

  private void missed(String sentence, boolean failed) {
    output.line(sentence);
    LOG.warn("run {} of {}: {}", order.run().id(), order.run().subject(), sentence);
    synchronized (this) {
      if (unheard.isEmpty() || (failed && !noticeFailed)) {
        unheard.addFirst(sentence);
      }
      noticeFailed |= failed;
    }
  }

  /** The time left; a run that is over has no effects any more. */
  private Duration mayAct() {
    synchronized (this) {
      if (expired || over) {
        throw new ActionFailedException(
            "the run is over: its deadline of " + Durations.show(deadline) + " has come");
      }
    }
    Duration left = left();
    if (left.isNegative() || left.isZero()) {
      throw new ActionFailedException("the deadline of " + Durations.show(deadline) + " has come");
    }
    return left;
  }

  private Map<String, String> environment() {
    @Nullable Path file;
    synchronized (this) {
      file = script;
    }
    return RunEnvironment.of(order, settings.home(), file);
  }
}
