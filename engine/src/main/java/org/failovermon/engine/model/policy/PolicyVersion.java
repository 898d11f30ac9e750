package org.failovermon.engine.model.policy;

import java.time.Instant;
import java.util.List;

/**
 * A version of the policies that was in force: who brought it, when, and what it changed in files.
 *
 * @param number from 1, growing by one
 * @param at when it came into force
 * @param who who brought it: the owner of the edited file, or the operator of apply and rollback
 * @param because what brought it: "edited policies/mail.groovy", "apply", "rollback to version 3"
 * @param changes files that are new, changed or gone against the version before
 */
public record PolicyVersion(
    long number, Instant at, String who, String because, List<FileChange> changes) {
  /** Copies the list. */
  public PolicyVersion {
    changes = List.copyOf(changes);
  }

  /**
   * One file.
   *
   * @param path relative to the home's folder of policies or scripts, with its first folder: {@code
   *     policies/mail.groovy}, {@code policies/lib/Names.groovy}, {@code
   *     scripts/lost-pulse/x.groovy}
   * @param content its text in UTF-8, or null when it is gone
   */
  public record FileChange(String path, @org.jspecify.annotations.Nullable String content) {}
}
