package org.failovermon.dsl;

import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * The words of an action script. A script is a Groovy file in {@code scripts/lost-pulse}, {@code
 * scripts/regain-pulse} or {@code scripts/jobs}; it is compiled statically against this interface,
 * so that a misspelt word is found when the file is saved. Getters are read as words: {@code
 * getHost()} is {@code host}.
 */
public interface ActionScript {
  /** {@code host}: the monitored host; for a job, the name of the job. */
  String getHost();

  /**
   * {@code monitor}: what the operator said of the monitor.
   *
   * @throws org.failovermon.engine.action.ActionFailedException in a job, which has no monitor
   */
  Monitor getMonitor();

  /** {@code reason}: the sentence of the verdict or job that called for this run. */
  String getReason();

  /** {@code since}: when the host was last known to be well, or when the job came due. */
  Instant getSince();

  /** {@code run}: the number of this run, as in {@code failovermon show RUN}. */
  long getRun();

  /**
   * {@code outage}: the number of the outage, the same in lost-pulse and regain-pulse; 0 in a job.
   */
  long getOutage();

  /** {@code kind}: {@code lost-pulse}, {@code regain-pulse} or {@code job}. */
  String getKind();

  /** {@code home}: the folder of the installation, where programs run. */
  Path getHome();

  /**
   * Runs a program and waits for its end. There is no shell: each argument arrives as it is. Its
   * output becomes part of the output of the run. The whole process group ends at the deadline of
   * the run.
   *
   * @param program an absolute path, or a name that is looked for in the pinned {@code PATH}
   * @param arguments each is passed as text
   * @return how it ended and what it printed
   * @throws org.failovermon.engine.action.ActionFailedException when there is no such program, or
   *     when it ended with another exit code than 0: the script stops there
   */
  Executed exec(String program, Object... arguments);

  /**
   * The same with options: {@code exec mayFail: true, deadline: '30s', 'systemctl', 'is-active',
   * 'postfix'}.
   *
   * @param options {@code mayFail}: another exit code than 0, or the program's own deadline, does
   *     not stop the script, which looks at the result instead; {@code deadline}: how long the
   *     program may take, as in {@code '250ms'}, {@code '30s'}, {@code '2m'}
   * @param program as above
   * @param arguments as above
   * @return how it ended and what it printed
   */
  Executed exec(
      @NamedParams({
            @NamedParam(value = "mayFail", type = Boolean.class),
            @NamedParam(value = "deadline", type = String.class)
          })
          Map<String, ?> options,
      String program,
      Object... arguments);

  /** Writes a line to the output of the run and to the log of failovermon. */
  void log(Object text);

  /**
   * Tells people, by the command and the mail of the configuration. Waits until they are told, at
   * most 30 s for each way. A notice that fails does not stop the script, but the run counts as
   * failed at its end.
   *
   * @return whether somebody was told
   */
  boolean notify(String text);

  /**
   * Ends the run as failed, with this sentence as its result.
   *
   * @throws org.failovermon.engine.action.ActionFailedException always
   */
  void fail(String text);

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
