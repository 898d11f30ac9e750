package org.failovermon.engine.heartbeat;

/** What one datagram says. The layout is in {@code docs/wire-format.md}. */
public sealed interface Message {
  /** The nonce of the try that the message belongs to. */
  Nonce nonce();

  /** A monitor asks whether the host lives. */
  record Request(Nonce nonce) implements Message {}

  /**
   * The host lives.
   *
   * @param nonce the one of the request
   * @param condition what the responder says of itself
   */
  record Answer(Nonce nonce, Condition condition) implements Message {}

  /**
   * The host says, without being asked, that it will be absent, or that it takes that back.
   *
   * @param nonce the one of the newest request that this asker sent down this path: it binds the
   *     announcement to the host that was asked, although all hosts share a key
   * @param condition carries the number of the announcement and the absence
   */
  record Announcement(Nonce nonce, Condition condition) implements Message {}
}
