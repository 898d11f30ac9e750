package org.failovermon.engine.action;

import java.time.Duration;
import org.failovermon.engine.model.Durations;

/**
 * How a program ended.
 *
 * @param how by itself, at its deadline, or because its run was stopped
 * @param exitCode its exit code, 128 and the signal's number where a signal ended it, {@value
 *     #NO_PROGRAM} when there is no such program, or -1 when it could not be started
 * @param deadline the deadline it had
 * @param remark what else is to be said, or empty
 */
public record ProgramEnd(How how, int exitCode, Duration deadline, String remark) {

  /** What ended it. */
  public enum How {
    /** It ended by itself. */
    EXITED,
    /** We ended it, with its whole group, at its deadline. */
    DEADLINE,
    /** We ended it, with its whole group, because its run was stopped. */
    STOPPED,
    /** It never ran; the remark says why. */
    NOT_STARTED
  }

  /** Exit code of a program that does not exist, as shells have it. */
  public static final int NO_PROGRAM = 127;

  /** There is no such program. */
  static ProgramEnd missing(String name, Duration deadline) {
    String why =
        name.contains("/")
            ? "there is no executable " + name
            : "there is no program '"
                + name
                + "' in "
                + RunEnvironment.PATH
                + "; install it or give its absolute path";
    return new ProgramEnd(How.NOT_STARTED, NO_PROGRAM, deadline, why);
  }

  /** Whether it ended by itself with exit code 0. */
  public boolean ok() {
    return how == How.EXITED && exitCode == 0;
  }

  /** What happened, as part of a sentence: "exit code 3", "killed by SIGKILL (137)". */
  public String sentence() {
    String said =
        switch (how) {
          case EXITED -> exit(exitCode);
          case DEADLINE -> "ended at its deadline of " + Durations.show(deadline);
          case STOPPED -> "ended because its run was stopped";
          case NOT_STARTED -> "could not be started";
        };
    return remark.isEmpty() ? said : said + ": " + remark;
  }

  private static String exit(int code) {
    return code > 128 && code < 160
        ? "killed by " + signalName(code - 128) + " (" + code + ")"
        : "exit code " + code;
  }

  private static String signalName(int number) {
    return switch (number) {
      case 1 -> "SIGHUP";
      case 2 -> "SIGINT";
      case 3 -> "SIGQUIT";
      case 4 -> "SIGILL";
      case 6 -> "SIGABRT";
      case 7 -> "SIGBUS";
      case 8 -> "SIGFPE";
      case 9 -> "SIGKILL";
      case 11 -> "SIGSEGV";
      case 13 -> "SIGPIPE";
      case 14 -> "SIGALRM";
      case 15 -> "SIGTERM";
      default -> "signal " + number;
    };
  }
}
