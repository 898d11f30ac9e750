package org.failovermon.engine.linux;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tests the reference addresses of the configuration, such as a router: one that falls silent is a
 * reason to suspect ourselves. Puts {@link Event.SelfSuspicion} into the inbox when that changes. A
 * thread for each reference, since a test blocks.
 *
 * <p>A reference is an address or a name, tested with an ICMP echo (or, without the right to send
 * one, with a connection to TCP port 7), or {@code host:port}, tested with a TCP connection.
 * Refused counts as reachable: somebody answered.
 */
public final class ReferenceWatch implements AutoCloseable {
  /** How often a reference is tested, and how long it may take. */
  public static final Duration PERIOD = Duration.ofSeconds(1);

  /** At most so many references. */
  public static final int LIMIT = 16;

  private static final Logger LOG = LoggerFactory.getLogger(ReferenceWatch.class);
  private static final int MISSES = 2;

  private final Inbox inbox;
  private final ScheduledExecutorService threads;

  private ReferenceWatch(Inbox inbox, int references) {
    this.inbox = inbox;
    threads =
        Executors.newScheduledThreadPool(
            Math.max(1, references),
            Thread.ofPlatform().daemon().name("failovermon-reference-", 0).factory());
  }

  /** Whether somebody answers; throws when it cannot be found out, with the reason. */
  @FunctionalInterface
  interface Test {
    boolean answers(Duration timeout) throws IOException;
  }

  /**
   * Starts to test.
   *
   * @param references as configured, at most {@value #LIMIT}
   * @param inbox where suspicions go
   * @throws InvalidValueException when there are too many, or one is not of the form
   */
  public static ReferenceWatch start(List<String> references, Inbox inbox) {
    if (references.size() > LIMIT) {
      throw new InvalidValueException(
          references.size()
              + " reference addresses are configured, at most "
              + LIMIT
              + " are tested");
    }
    List<Test> tests = references.stream().map(ReferenceWatch::test).toList();
    ReferenceWatch watch = new ReferenceWatch(inbox, references.size());
    for (int i = 0; i < tests.size(); i++) {
      watch.test(references.get(i), tests.get(i), PERIOD);
    }
    return watch;
  }

  static ReferenceWatch start(String reference, Test test, Duration period, Inbox inbox) {
    ReferenceWatch watch = new ReferenceWatch(inbox, 1);
    watch.test(reference, test, period);
    return watch;
  }

  private void test(String reference, Test test, Duration period) {
    Reference tested = new Reference(reference, test, period, inbox);
    var _ =
        threads.scheduleWithFixedDelay(
            tested::lookSafely, 0, period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The test for a reference of the configuration. */
  static Test test(String reference) {
    String text = reference.strip();
    int colon = text.lastIndexOf(':');
    boolean bracketed = text.startsWith("[") && text.contains("]:");
    if (text.isEmpty() || text.contains(" ")) {
      throw invalid(reference);
    }
    if (colon < 0 || (!bracketed && text.indexOf(':') != colon)) {
      return timeout -> InetAddress.getByName(text).isReachable((int) timeout.toMillis());
    }
    String host = bracketed ? text.substring(1, text.indexOf(']')) : text.substring(0, colon);
    String digits = text.substring(colon + 1);
    if (host.isEmpty() || !digits.matches("\\d{1,5}")) {
      throw invalid(reference);
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65535) {
      throw invalid(reference);
    }
    return timeout -> connects(host, port, timeout);
  }

  private static InvalidValueException invalid(String reference) {
    return new InvalidValueException(
        "invalid reference '"
            + reference
            + "': write an address or a name, or host:port with a port of 1 to 65535");
  }

  private static boolean connects(String host, int port, Duration timeout) throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException(host);
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) timeout.toMillis());
      return true;
    } catch (ConnectException e) {
      // "Connection refused" is an answer; "network is unreachable" is none.
      return String.valueOf(e.getMessage()).contains("refused");
    } catch (java.net.SocketTimeoutException | java.net.NoRouteToHostException e) {
      return false;
    }
  }

  /** One reference. Its own tests never run at the same time. */
  private static final class Reference {
    private final String name;
    private final Test test;
    private final Duration period;
    private final Inbox inbox;
    private int misses;
    private boolean suspicious;

    Reference(String name, Test test, Duration period, Inbox inbox) {
      this.name = name;
      this.test = test;
      this.period = period;
      this.inbox = inbox;
    }

    void lookSafely() {
      try {
        look();
      } catch (RuntimeException e) {
        // An exception would end the schedule without a word.
        LOG.error("reference {} cannot be tested", name, e);
      }
    }

    private void look() {
      String because = "does not answer";
      boolean answers = false;
      try {
        answers = test.answers(period);
      } catch (UnknownHostException e) {
        because = "does not resolve";
      } catch (IOException e) {
        because = "cannot be tested: " + e.getMessage();
      }
      misses = answers ? 0 : Math.min(misses + 1, MISSES);
      if (answers && suspicious) {
        report(false, "reference " + name + " answers again");
      } else if (!suspicious && misses >= MISSES) {
        report(
            true,
            "reference "
                + name
                + " "
                + because
                + " (tested every "
                + Durations.show(period)
                + ", "
                + MISSES
                + " times in a row)");
      }
    }

    /** A full inbox: the same is offered again after the next test. */
    private void report(boolean arose, String because) {
      if (inbox.offer(new Event.SelfSuspicion("reference " + name, arose, because))) {
        suspicious = arose;
      }
    }
  }

  /** Stops testing. What was suspected stays suspected. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
