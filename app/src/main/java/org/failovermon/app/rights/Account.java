package org.failovermon.app.rights;

import java.util.Set;

/**
 * A user of this machine.
 *
 * @param user name, or the number where the system knows no name
 * @param uid user id
 * @param groups names of the groups that the user is a member of
 */
public record Account(String user, long uid, Set<String> groups) {
  /** Who it is, as it is recorded: "root (uid 0)". */
  public String who() {
    return user + " (uid " + uid + ")";
  }
}
