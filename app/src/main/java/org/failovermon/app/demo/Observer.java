package org.failovermon.app.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.failovermon.app.control.Json;
import tools.jackson.databind.JsonNode;

/**
 * Looks at beta a few times a second through the command line, and keeps the newest {@link Scene}.
 * Thread-safe.
 */
final class Observer implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(200);

  private final CommandLines commands;
  private final String home;
  private final Consumer<Scene.LogLine> news;
  private final Thread thread;
  private volatile Scene scene = Scene.EMPTY;
  private volatile String trouble = "";
  private volatile boolean closed;

  /**
   * Begins to look.
   *
   * @param news gets each line of the journal once
   */
  Observer(CommandLines commands, String home, Consumer<Scene.LogLine> news) {
    this.commands = commands;
    this.home = home;
    this.news = news;
    this.thread = Thread.ofPlatform().daemon().name("observer").start(this::look);
  }

  private void look() {
    long last = 0;
    while (!closed) {
      try {
        Scene now =
            Scene.of(ask("status"), ask("log", "--limit", "1000"), ask("runs", "--limit", "100"));
        for (Scene.LogLine line : now.log()) {
          if (line.id() > last) {
            last = line.id();
            news.accept(line);
          }
        }
        scene = now;
        trouble = "";
      } catch (RuntimeException e) {
        trouble = String.valueOf(e.getMessage()); // told when a wait for something ends in vain
      }
      LockSupport.parkNanos(PACE.toNanos());
    }
  }

  private JsonNode ask(String... words) {
    String[] line = new String[words.length + 3];
    line[0] = "--home";
    line[1] = home;
    System.arraycopy(words, 0, line, 2, words.length);
    line[line.length - 1] = "--json";
    CommandLines.Said said = commands.run(line);
    if (said.exit() != 0) {
      throw new DemoFailedException(said.err().strip());
    }
    return Json.parse(said.out().getBytes(StandardCharsets.UTF_8));
  }

  /** What was seen last. */
  Scene scene() {
    return scene;
  }

  /** Why nothing could be seen lately; empty when all is well. */
  String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
