package org.failovermon.engine.port;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;

/**
 * Carries heartbeats to responders and their answers back. Used by the engine's thread alone; never
 * blocks.
 *
 * <p>The link checks what comes in (HMAC, nonce of the try that is under way, host and path that
 * the channel belongs to, replay of announcements within its own memory); what reaches the {@link
 * Listener} is authentic.
 */
public interface HeartbeatLink {
  /**
   * Sets the paths of a host, replacing those it had; paths that stay keep their channel. An empty
   * list forgets the host.
   */
  void setPaths(HostName host, List<CommPath> paths);

  /**
   * The local addresses that the paths of a host are sent from, as far as they are known. Empty for
   * a host without paths.
   */
  Set<InetAddress> localAddresses(HostName host);

  /**
   * Begins a try: a fresh nonce, and the first transmission down every path. A try of the same host
   * that was under way is over; answers to it count as late from then on.
   */
  void beginTry(HostName host);

  /**
   * Sends the datagram of the try under way once more, down every path: a single lost datagram is
   * not an outage.
   */
  void transmitAgain(HostName host);

  /**
   * Why silence of the host proves nothing now, as a sentence without a full stop, or empty:
   * nothing can be sent to it since its name never resolved, or our key is another than the one
   * under which it answered last. Asked when a try was missed.
   */
  default String doubt(HostName host) {
    return "";
  }

  /**
   * Hands over all that has arrived, in order, and returns how many; reads until nothing is left.
   */
  int drain(Listener listener);

  /** Hears what came in. Called from {@link #drain} only. */
  interface Listener {
    /**
     * The host answered the try under way.
     *
     * @param path the path that the answer came by
     * @param roundTripNanos from the first transmission of the try to the arrival, in nanoseconds
     * @param health what the responder says of itself
     * @param incarnation of the responder: grows with each start of it, and begins anew when the
     *     host is installed anew
     */
    void answered(
        HostName host, CommPath path, long roundTripNanos, Health health, long incarnation);

    /**
     * An answer to a try that is over: the host lives, and the timeout may be too short. It does
     * not count as a hit.
     */
    void answeredLate(HostName host, CommPath path, long roundTripNanos);

    /**
     * The path cannot be used right now: "connection refused", "network is unreachable", "name does
     * not resolve".
     */
    void troubled(HostName host, CommPath path, String trouble);

    /**
     * The host says that it shuts down, or that it takes that back. What came with an answer is
     * told after {@link #answered}.
     *
     * @param incarnation stored by the responder, grows with each start of it; older than that of
     *     the newest answer: ignored by the engine
     * @param number grows with each announcement within the incarnation; not newer than the newest
     *     seen: ignored by the engine
     * @param absentMillis how long it will be absent, 0 to take an announcement back; the engine
     *     caps it at 15 minutes
     */
    void announced(HostName host, long incarnation, long number, long absentMillis);
  }
}
