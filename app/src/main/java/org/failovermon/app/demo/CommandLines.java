package org.failovermon.app.demo;

/** Carries out command lines of failovermon, as an operator would type them. Thread-safe. */
@FunctionalInterface
public interface CommandLines {
  /** Carries out {@code failovermon WORDS}. */
  Said run(String... words);

  /**
   * What a command did.
   *
   * @param exit its exit code
   * @param out what it wrote to standard output
   * @param err what it wrote to standard error
   */
  record Said(int exit, String out, String err) {}
}
