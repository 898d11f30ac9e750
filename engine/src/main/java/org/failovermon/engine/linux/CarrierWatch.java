package org.failovermon.engine.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the links that our paths go out by: one without a carrier, down or gone is a reason to
 * suspect ourselves. Loopback never is. Puts {@link Event.SelfSuspicion} into the inbox when that
 * changes. A thread of its own.
 */
public final class CarrierWatch implements AutoCloseable {
  /** Short, since a verdict at 20 ms times 3 comes after 60 ms. A look costs some microseconds. */
  public static final Duration PERIOD = Duration.ofMillis(25);

  private static final Logger LOG = LoggerFactory.getLogger(CarrierWatch.class);

  private final Supplier<Set<InetAddress>> sources;
  private final Kernel kernel;
  private final Path classNet;
  private final Inbox inbox;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("failovermon-links").factory());

  /** The link of each source; kept when the address leaves the link, so that this is noticed. */
  private final Map<InetAddress, String> links = new HashMap<>();

  /** Links that are suspected, with what was said of them last. */
  private final Map<String, Event.SelfSuspicion> suspicions = new HashMap<>();

  private Set<InetAddress> seen = Set.of();

  /** What the kernel knows of links without {@code /sys}. */
  interface Kernel {
    /** The name of the link of an address; empty for loopback, and when it is on none. */
    String link(InetAddress source) throws SocketException;

    /**
     * What is wrong with a link that {@code /sys} does not show: it is gone, or the {@code /sys}
     * that is mounted is that of another network namespace.
     */
    String fault(String link);
  }

  private static final Kernel REAL =
      new Kernel() {
        @Override
        public String link(InetAddress source) throws SocketException {
          NetworkInterface link = NetworkInterface.getByInetAddress(source);
          return link == null || link.isLoopback() ? "" : link.getName();
        }

        @Override
        public String fault(String name) {
          try {
            NetworkInterface link = NetworkInterface.getByName(name);
            // "Up" of Java is IFF_UP and IFF_RUNNING: without a carrier it is not running.
            return link == null ? "is gone" : link.isUp() ? "" : "has no carrier";
          } catch (SocketException e) {
            return "cannot be looked at: " + e.getMessage();
          }
        }
      };

  private CarrierWatch(
      Supplier<Set<InetAddress>> sources, Kernel kernel, Path classNet, Inbox inbox) {
    this.sources = sources;
    this.kernel = kernel;
    this.classNet = classNet;
    this.inbox = inbox;
  }

  /**
   * Starts to watch.
   *
   * @param sources the local addresses that the paths are sent from, as the heartbeat link tells
   *     them; called from the watch's thread
   * @param inbox where suspicions go
   */
  public static CarrierWatch start(Supplier<Set<InetAddress>> sources, Inbox inbox) {
    return start(sources, REAL, Path.of("/sys/class/net"), inbox, PERIOD);
  }

  static CarrierWatch start(
      Supplier<Set<InetAddress>> sources,
      Kernel kernel,
      Path classNet,
      Inbox inbox,
      Duration period) {
    CarrierWatch watch = new CarrierWatch(sources, kernel, classNet, inbox);
    var _ =
        watch.thread.scheduleWithFixedDelay(
            watch::lookSafely, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    return watch;
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      // An exception would end the schedule without a word.
      LOG.error("the links cannot be watched", e);
    }
  }

  private void look() {
    Set<InetAddress> now = sources.get();
    if (!now.equals(seen)) {
      seen = now;
      links.keySet().retainAll(now);
      now.forEach(this::find);
    }
    Set<String> used = new HashSet<>(links.values());
    used.remove("");
    for (String link : used) {
      report(link, fault(link));
    }
    for (String link : Set.copyOf(suspicions.keySet())) {
      if (!used.contains(link)) {
        report(link, "");
      }
    }
  }

  private void find(InetAddress source) {
    if (links.containsKey(source)) {
      return;
    }
    try {
      links.put(source, kernel.link(source));
    } catch (SocketException e) {
      LOG.warn("the link of {} cannot be found: {}", source.getHostAddress(), e.getMessage());
    }
  }

  /** What is wrong with a link, as part of a sentence; empty when nothing is. */
  private String fault(String link) {
    Path folder = classNet.resolve(link);
    try {
      return Files.readString(folder.resolve("carrier")).strip().equals("0")
          ? "has no carrier"
          : operState(folder).equals("lowerlayerdown") ? "has a lower layer that is down" : "";
    } catch (NoSuchFileException e) {
      return kernel.fault(link);
    } catch (IOException e) {
      // The kernel answers EINVAL for the carrier of a link that is switched off.
      return "is down";
    }
  }

  private static String operState(Path folder) throws IOException {
    return Files.readString(folder.resolve("operstate")).strip();
  }

  private void report(String link, String fault) {
    String source = "link " + link;
    Event.SelfSuspicion before = suspicions.get(link);
    Event.SelfSuspicion now =
        new Event.SelfSuspicion(
            source,
            !fault.isEmpty(),
            source + ", which our paths use, " + (fault.isEmpty() ? "works again" : fault),
            fault.isEmpty() ? Set.of() : addresses(link));
    if (fault.isEmpty() ? before == null : now.equals(before)) {
      return;
    }
    // A full inbox: the same is offered again at the next look.
    if (inbox.offer(now)) {
      if (fault.isEmpty()) {
        suspicions.remove(link);
      } else {
        suspicions.put(link, now);
      }
    }
  }

  private Set<InetAddress> addresses(String link) {
    Set<InetAddress> on = new HashSet<>();
    links.forEach(
        (address, name) -> {
          if (name.equals(link)) {
            on.add(address);
          }
        });
    return on;
  }

  /** Stops watching. What was suspected stays suspected. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
