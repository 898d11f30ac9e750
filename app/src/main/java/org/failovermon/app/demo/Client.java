package org.failovermon.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A user of the service: asks it every 10 ms and notes who answers, and when that changes.
 * Thread-safe.
 */
final class Client implements AutoCloseable {
  /** Who answers when nobody does. */
  static final String NOBODY = "";

  private static final Duration PACE = Duration.ofMillis(10);
  private static final int PATIENCE_MILLIS = 1_000;
  private static final int MAX_CHANGES = 1_000;
  private static final int MAX_STRIP = 240;
  private static final Duration SLICE = Duration.ofMillis(500);

  private final InetSocketAddress service;
  private final List<Answer> changes = new ArrayList<>();
  private final StringBuilder strip = new StringBuilder();
  private final Thread thread;
  private long sliceEnd;
  private char slice = ' ';
  private volatile Consumer<String> news = sentence -> {};
  private volatile boolean closed;

  /**
   * Who answers since when.
   *
   * @param at since when
   * @param who the host, or {@link #NOBODY}
   */
  record Answer(Instant at, String who) {}

  Client(InetSocketAddress service) {
    this.service = service;
    this.thread = Thread.ofPlatform().daemon().name("client").unstarted(this::ask);
  }

  /**
   * Begins to ask.
   *
   * @param listener gets a sentence each time another one answers
   */
  void start(Consumer<String> listener) {
    news = listener;
    thread.start();
  }

  private void ask() {
    long next = System.nanoTime();
    while (!closed) {
      String before = now();
      String who = answer();
      note(who, Instant.now());
      if (!who.equals(before)) {
        news.accept(who.isEmpty() ? "nobody answers any more" : who + " answers");
      }
      next = Math.max(next + PACE.toNanos(), System.nanoTime());
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private String answer() {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(service, PATIENCE_MILLIS);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      try (InputStream in = socket.getInputStream()) {
        String reply = new String(in.readNBytes(4096), StandardCharsets.US_ASCII);
        int body = reply.indexOf("\r\n\r\n");
        return reply.contains(" 200 ") && body > 0 ? reply.substring(body).strip() : NOBODY;
      }
    } catch (IOException e) {
      return NOBODY; // refused, or too slow: for a user that is the same
    }
  }

  private synchronized void note(String who, Instant now) {
    if ((changes.isEmpty() || !changes.getLast().who().equals(who))
        && changes.size() < MAX_CHANGES) {
      changes.add(new Answer(now, who));
    }
    char mark = who.isEmpty() ? '.' : who.charAt(0);
    slice = mark == '.' || slice == ' ' ? mark : slice == '.' ? '.' : mark;
    long nanos = System.nanoTime();
    if (nanos - sliceEnd >= 0) {
      sliceEnd = nanos + SLICE.toNanos();
      strip.append(slice);
      slice = ' ';
      if (strip.length() > MAX_STRIP) {
        strip.delete(0, strip.length() - MAX_STRIP);
      }
    }
  }

  /** Who answered last; {@link #NOBODY} if nobody did. */
  synchronized String now() {
    return changes.isEmpty() ? NOBODY : changes.getLast().who();
  }

  /**
   * One letter for each half second: the first letter of who answered, a dot where one was missed.
   */
  synchronized String strip() {
    return strip.toString();
  }

  /** When this host first answered after that moment. */
  synchronized Optional<Instant> firstAnswer(String who, Instant after) {
    return changes.stream()
        .filter(change -> change.who().equals(who) && !change.at().isBefore(after))
        .map(Answer::at)
        .findFirst();
  }

  /** Longest time without an answer between two moments. */
  synchronized Duration longestGap(Instant from, Instant to) {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < changes.size(); i++) {
      if (changes.get(i).who().isEmpty()) {
        Instant begin = latest(changes.get(i).at(), from);
        Instant next = i + 1 < changes.size() ? changes.get(i + 1).at() : to;
        Instant end = next.isBefore(to) ? next : to;
        Duration gap = Duration.between(begin, end);
        longest = gap.compareTo(longest) > 0 ? gap : longest;
      }
    }
    return longest;
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
