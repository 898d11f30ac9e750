package org.failovermon.engine.port;

import java.util.List;

/**
 * The answer to an operator.
 *
 * @param exit exit code of the command: 0 done, 1 not done (SEEDS §1; 2 and 3 are decided by the
 *     command line itself)
 * @param messages what was done, for standard output
 * @param warnings for standard error; they do not change the exit code
 * @param errors for standard error
 */
public record Reply(int exit, List<String> messages, List<String> warnings, List<String> errors) {
  /** Not done, for the reason given. */
  public static Reply refused(String error) {
    return new Reply(1, List.of(), List.of(), List.of(error));
  }
}
