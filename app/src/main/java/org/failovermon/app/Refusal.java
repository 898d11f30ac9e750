package org.failovermon.app;

import java.util.List;

/**
 * Something was asked that cannot be done, in words for the operator. It carries the exit code of
 * the command; whoever catches it shows the sentences and never a stack trace.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The command did its work (SEEDS §1). */
  public static final int DONE = 0;

  /** The command did not do its work (SEEDS §1). */
  public static final int NOT_DONE = 1;

  /** The command was refused for lack of rights (SEEDS §1). */
  public static final int NO_RIGHTS = 2;

  /** The command line itself is wrong (SEEDS §1). */
  public static final int USAGE = 3;

  private final int exit;
  private final List<String> sentences;

  private Refusal(int exit, List<String> sentences, Throwable cause) {
    super(String.join("\n", sentences), cause, false, cause != null);
    this.exit = exit;
    this.sentences = List.copyOf(sentences);
  }

  private Refusal(int exit, List<String> sentences) {
    super(String.join("\n", sentences), null, false, false);
    this.exit = exit;
    this.sentences = List.copyOf(sentences);
  }

  /** Not done (exit 1): each sentence says what failed, the value, the rule and the remedy. */
  public static Refusal notDone(String... sentences) {
    return new Refusal(NOT_DONE, List.of(sentences));
  }

  /** Not done (exit 1), with several sentences. */
  public static Refusal notDone(List<String> sentences) {
    return new Refusal(NOT_DONE, sentences);
  }

  /** Not done (exit 1) because of an error of the system; the cause is for the log only. */
  public static Refusal because(Throwable cause, String sentence) {
    return new Refusal(NOT_DONE, List.of(sentence), cause);
  }

  /** Refused for lack of rights (exit 2). */
  public static Refusal noRights(String sentence) {
    return new Refusal(NO_RIGHTS, List.of(sentence));
  }

  /** The command line is wrong (exit 3). */
  public static Refusal usage(String sentence) {
    return new Refusal(USAGE, List.of(sentence));
  }

  /** The exit code of the command. */
  public int exit() {
    return exit;
  }

  /** What the operator reads, one sentence a line. */
  public List<String> sentences() {
    return sentences;
  }
}
