package org.failovermon.db;

import java.time.Instant;
import java.util.List;

/**
 * A version of the policies without the contents of its files, for a list.
 *
 * @param number from 1, growing by one
 * @param at when it came into force
 * @param who who brought it
 * @param because what brought it
 * @param changed paths of the files that are new or changed against the version before
 * @param gone paths of the files that are gone since the version before
 */
public record PolicyVersionLine(
    long number, Instant at, String who, String because, List<String> changed, List<String> gone) {
  /** Copies the lists. */
  public PolicyVersionLine {
    changed = List.copyOf(changed);
    gone = List.copyOf(gone);
  }
}
