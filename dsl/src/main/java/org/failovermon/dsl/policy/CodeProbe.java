package org.failovermon.dsl.policy;

import groovy.lang.Closure;
import java.time.Duration;
import java.util.Map;
import org.failovermon.dsl.words.CodeWords;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.check.ProbeCode.ProbeContext;
import org.failovermon.engine.model.policy.Secret;
import org.jspecify.annotations.Nullable;

/** One execution of a check that is written in Groovy. Used by one thread. */
final class CodeProbe implements CodeWords {
  private final ProbeContext context;
  private CheckResult.@Nullable Status worst;
  private String text = "";

  private CodeProbe(ProbeContext context) {
    this.context = context;
  }

  /**
   * The probe that a block makes.
   *
   * @param identity changes when the code does
   * @param code the block; each execution uses a copy
   */
  static Probe of(String identity, Closure<?> code) {
    return new Probe.Closure(identity, context -> new CodeProbe(context).run(code));
  }

  private CheckResult run(Closure<?> code) {
    Closure<?> copy = (Closure<?>) code.clone();
    Reading.open(copy, this);
    CheckResult.Status status = worst;
    return status == null
        ? CheckResult.of(
            CheckResult.Status.UNKNOWN,
            "the code said neither ok, warning, critical nor unknown",
            Duration.ZERO)
        : CheckResult.of(status, text, Duration.ZERO);
  }

  @Override
  public Answer probe(Probe probe) {
    return new Asked(context.probe(probe));
  }

  @Override
  public Duration getLeft() {
    return context.left();
  }

  @Override
  public void ok(String said) {
    say(CheckResult.Status.OK, said);
  }

  @Override
  public void warning(String said) {
    say(CheckResult.Status.WARNING, said);
  }

  @Override
  public void critical(String said) {
    say(CheckResult.Status.CRITICAL, said);
  }

  @Override
  public void unknown(String said) {
    say(CheckResult.Status.UNKNOWN, said);
  }

  /** The first text of the worst status counts. */
  private void say(CheckResult.Status status, String said) {
    CheckResult.Status before = worst;
    if (before == null || badness(status) > badness(before)) {
      worst = status;
      text = said;
    }
  }

  private static int badness(CheckResult.Status status) {
    return switch (status) {
      case OK -> 0;
      case WARNING -> 1;
      case UNKNOWN -> 2;
      case CRITICAL -> 3;
    };
  }

  @Override
  public Secret secret(String name) {
    throw new IllegalStateException(
        "secret('" + name + "') is read when the policy is; put it into a variable before code");
  }

  @Override
  public Probe icmp(Map<String, ?> options) {
    return Probes.icmp(options);
  }

  @Override
  public Probe tcp(Map<String, ?> options) {
    return Probes.tcp(options);
  }

  @Override
  public Probe http(Map<String, ?> options) {
    return Probes.http(options);
  }

  @Override
  public Probe smtp(Map<String, ?> options) {
    return Probes.smtp(options);
  }

  @Override
  public Probe pop3(Map<String, ?> options) {
    return Probes.pop3(options);
  }

  @Override
  public Probe imap(Map<String, ?> options) {
    return Probes.imap(options);
  }

  @Override
  public Probe dns(Map<String, ?> options) {
    return Probes.dns(options);
  }

  @Override
  public Probe tls(Map<String, ?> options) {
    return Probes.tls(options);
  }

  @Override
  public Probe ssh(Map<String, ?> options) {
    return Probes.ssh(options);
  }

  @Override
  public Probe plugin(String program, Object... arguments) {
    return Probes.plugin(Map.of(), program, arguments);
  }

  @Override
  public Probe plugin(Map<String, ?> options, String program, Object... arguments) {
    return Probes.plugin(options, program, arguments);
  }

  @Override
  public Probe.Exchange send(String text) {
    return Probes.send(text);
  }

  @Override
  public Probe.Exchange expect(String pattern) {
    return Probes.expect(pattern);
  }

  private record Asked(CheckResult result) implements Answer {
    @Override
    public boolean isOk() {
      return result.status() == CheckResult.Status.OK
          || result.status() == CheckResult.Status.WARNING;
    }

    @Override
    public String getStatus() {
      return result.status().word();
    }

    @Override
    public String getText() {
      return result.text();
    }

    @Override
    public Duration getTook() {
      return result.took();
    }

    @Override
    public double figure(String name) {
      return result.figures().stream()
          .filter(figure -> figure.label().equals(name))
          .mapToDouble(CheckResult.Figure::value)
          .findFirst()
          .orElse(0);
    }
  }
}
