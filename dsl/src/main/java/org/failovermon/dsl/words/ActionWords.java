package org.failovermon.dsl.words;

import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The words of an action script. A script is a Groovy file in {@code scripts/}, or a block in a
 * policy; it is compiled statically against this interface, so that a misspelt word is found when
 * the file is saved. Getters are read as words: {@code getHost()} is {@code host}.
 */
@Block(
    name = "an action script",
    meaning = "Does what must be done when a host is lost or back, a job is due or a rule holds.",
    frame = "…")
public interface ActionWords {
  @Word(meaning = "The monitored host; for a job or a rule, its name.", example = "log host")
  String getHost();

  @Word(
      meaning =
          "What the policy or the operator said of the monitor: monitor.interval, .retries,"
              + " .timeout, .lostPulse, .regainPulse. A job has none: the run fails.",
      example = "log monitor.interval")
  Monitor getMonitor();

  @Word(
      meaning = "The sentence of the verdict, job or rule that called for this run.",
      example = "log reason")
  String getReason();

  @Word(
      meaning = "When the host was last known to be well, or when the job came due.",
      example = "log since")
  Instant getSince();

  @Word(meaning = "The number of this run, as in failovermon show RUN.", example = "log run")
  long getRun();

  @Word(
      meaning = "The number of the outage, the same in lost-pulse and regain-pulse; 0 in a job.",
      example = "log outage")
  long getOutage();

  @Word(meaning = "Why it runs: lost-pulse, regain-pulse, job or rule.", example = "log kind")
  String getKind();

  @Word(meaning = "The folder of the installation, where programs run.", example = "log home")
  Path getHome();

  /**
   * Runs a program and waits for its end.
   *
   * @return how it ended and what it printed
   * @throws org.failovermon.engine.action.ActionFailedException when there is no such program, or
   *     when it ended with another exit code than 0: the script stops there
   */
  @Word(
      meaning =
          "Runs a program and waits for its end. There is no shell: each argument arrives as it is."
              + " Its output goes to the run. Another exit code than 0 ends the script. Gives"
              + " output, exitCode, ok and timedOut.",
      type = "a program (an absolute path, or a name that is looked for in PATH) and its arguments",
      example = "exec 'systemctl', 'start', 'postfix'")
  Executed exec(String program, Object... arguments);

  /** The same with options. */
  @Word(
      meaning = "The same with options.",
      type = "a program and its arguments",
      options = {
        @Word.Option(
            name = "mayFail",
            meaning = "another exit code or its own deadline does not end the script",
            type = "true or false",
            otherwise = "false"),
        @Word.Option(
            name = "deadline",
            meaning = "how long the program may take, never beyond the deadline of the run",
            type = "a duration",
            otherwise = "the deadline of the run")
      },
      example = "exec mayFail: true, deadline: 5.seconds, 'systemctl', 'is-active', 'postfix'")
  Executed exec(
      @NamedParams({
            @NamedParam(value = "mayFail", type = Boolean.class),
            @NamedParam(value = "deadline", type = Duration.class)
          })
          Map<String, ?> options,
      String program,
      Object... arguments);

  @Word(
      meaning = "A line in the output of the run and in the log.",
      type = "a text",
      example = "log \"taking over from $host\"")
  void log(Object text);

  /**
   * Tells people.
   *
   * @return whether somebody was told
   */
  @Word(
      meaning =
          "Tells people, by the command and the mail of the configuration, and waits until they are"
              + " told. A notice that fails does not stop the script, but the run counts as"
              + " failed.",
      type = "a text",
      example = "notify \"$host is lost\"")
  boolean notify(String text);

  /** What the compiler makes of the word {@code notify}: each closure has one of its own. */
  default boolean failovermonNotify(String text) {
    return notify(text);
  }

  /**
   * Ends the run as failed.
   *
   * @throws org.failovermon.engine.action.ActionFailedException always
   */
  @Word(
      meaning = "Ends the run as failed, with this sentence as its result.",
      type = "a text",
      example = "fail 'systemd does not answer'")
  void fail(String text);

  @Word(
      meaning = "Text in the output of the run, without a line end.",
      type = "a value",
      example = "print host")
  void print(Object value);

  @Word(meaning = "A line in the output of the run.", type = "a value", example = "println host")
  void println(Object value);

  @Word(
      meaning = "Text in the output of the run, with the values put into its format.",
      type = "a format and a value",
      example = "printf '%s%n', host")
  void printf(String format, Object value);

  /** What the operator said of a monitor. */
  interface Monitor {
    /** {@code monitor.host}. */
    String getHost();

    /** {@code monitor.interval}. */
    java.time.Duration getInterval();

    /** {@code monitor.retries}. */
    int getRetries();

    /** {@code monitor.timeout}. */
    java.time.Duration getTimeout();

    /** {@code monitor.lostPulse}: the script, as the operator named it. */
    String getLostPulse();

    /** {@code monitor.regainPulse}: the script, as the operator named it. */
    String getRegainPulse();
  }

  /** A program that has ended. */
  interface Executed {
    /** {@code exitCode}: 0 to 255; 128 and the signal's number where a signal ended it. */
    int getExitCode();

    /** {@code output}: what it printed, without the last line end, bounded. */
    String getOutput();

    /** {@code ok}: whether it ended by itself with exit code 0. */
    boolean isOk();

    /** {@code timedOut}: whether we ended it at its deadline. */
    boolean isTimedOut();
  }
}
