package org.failovermon.app.control;

import org.failovermon.app.home.Home;
import org.jspecify.annotations.Nullable;

/** Opens desks for commands, and starts the daemon where one is needed. */
public interface Offices {
  /** A desk to look: the daemon's, or what is recorded. */
  Desk forLooking(Home home);

  /**
   * A desk to change things: the daemon's, or our own with the lock of the home.
   *
   * @throws org.failovermon.app.Refusal when the caller may not, or somebody else has the lock
   */
  Desk forChanging(Home home);

  /** The daemon's desk, or null when none runs. */
  @Nullable Desk ofDaemon(Home home);

  /**
   * Starts a daemon in the background and waits until it is ready.
   *
   * @param homeFlag what {@code --home} named, or null
   * @return what was done, for the operator, one sentence a line
   * @throws org.failovermon.app.Refusal when it does not become ready
   */
  java.util.List<String> startDaemon(Home home, @Nullable String homeFlag);

  /**
   * Ends the daemon and waits until it is gone.
   *
   * @return what was done, for the operator
   */
  java.util.List<String> stopDaemon(Home home);
}
