package org.failovermon.app.rights;

/**
 * A user of this machine.
 *
 * @param user name, or the number where the system knows no name
 * @param uid user id
 */
public record Account(String user, long uid) {
  /** Who it is, as it is recorded: "root (uid 0)". */
  public String who() {
    return user + " (uid " + uid + ")";
  }
}
