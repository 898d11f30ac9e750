package org.failovermon.engine.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.failovermon.engine.model.check.CheckResult.Status;

/**
 * Resolves names with the system's resolver, on threads of its own: a resolver that hangs costs a
 * check its timeout and nobody else anything. One lookup for each name at a time. Thread-safe.
 */
final class Names implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int MOST_WAITING = 4_096;
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");

  private final Map<String, CompletableFuture<List<InetAddress>>> underWay =
      new ConcurrentHashMap<>();

  /** Names that the resolver could not answer for now: the JDK forgets why when it caches. */
  private final Map<String, String> troubled = new ConcurrentHashMap<>();

  private final ThreadPoolExecutor threads;
  private final Lookup lookup;

  /** Asks the system. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] addresses(String name) throws UnknownHostException;
  }

  Names() {
    this(InetAddress::getAllByName);
  }

  Names(Lookup lookup) {
    this.lookup = lookup;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("failovermon-probe-names-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * The addresses of a name, in the system's order.
   *
   * @throws ProbeFailure critical when there is no such name, unknown when nobody can say
   */
  List<InetAddress> resolve(Attempt attempt, String name)
      throws ProbeFailure, InterruptedException {
    if (LITERAL.matcher(name).matches()) {
      return List.of(literal(name));
    }
    attempt.atTimeout(
        Status.UNKNOWN,
        "the system's resolver gave no answer about the name "
            + name
            + " within "
            + org.failovermon.engine.model.Durations.show(attempt.timeout()));
    try {
      return begin(name).get(attempt.left().toNanos() + 1, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw ProbeFailure.unknown("the system's resolver gave no answer about the name " + name);
    } catch (RejectedExecutionException e) {
      throw ProbeFailure.unknown(
          "the name " + name + " was not looked up: the resolver hangs, and too many wait for it");
    } catch (ExecutionException e) {
      throw failure(name, e.getCause());
    }
  }

  private static InetAddress literal(String address) throws ProbeFailure {
    try {
      return InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw ProbeFailure.unknown("'" + address + "' is not an address");
    }
  }

  private CompletableFuture<List<InetAddress>> begin(String name) {
    CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
    CompletableFuture<List<InetAddress>> other = underWay.putIfAbsent(name, mine);
    if (other != null) {
      return other;
    }
    try {
      threads.execute(
          () -> {
            try {
              mine.complete(List.of(lookup.addresses(name)));
            } catch (UnknownHostException | RuntimeException e) {
              mine.completeExceptionally(e);
            } finally {
              underWay.remove(name, mine);
            }
          });
    } catch (RejectedExecutionException e) {
      underWay.remove(name, mine);
      throw e;
    }
    return mine;
  }

  private ProbeFailure failure(String name, @org.jspecify.annotations.Nullable Throwable cause) {
    String message = cause == null ? "" : String.valueOf(cause.getMessage());
    String why = message.startsWith(name + ": ") ? message.substring(name.length() + 2) : "";
    if (why.contains("Name or service not known") || why.contains("No address associated")) {
      troubled.remove(name);
    } else if (!why.isEmpty()) {
      if (troubled.size() >= MOST_WAITING) {
        troubled.clear();
      }
      troubled.put(name, why);
    }
    String trouble = troubled.get(name);
    return trouble == null
        ? ProbeFailure.critical("the name " + name + " does not resolve")
        : ProbeFailure.unknown(
            "the name " + name + " cannot be resolved now: " + trouble + "; see /etc/resolv.conf");
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
