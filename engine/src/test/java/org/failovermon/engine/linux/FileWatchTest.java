package org.failovermon.engine.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Event;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files change as editors, checkouts and programs change them; the watch tells of each content. */
class FileWatchTest {
  private static final Duration QUICK = Duration.ofMillis(2);
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
  private static final Clock CLOCK =
      new Clock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Instant wall() {
          return Instant.now();
        }
      };

  @TempDir Path home;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile boolean full;
  private @Nullable FileWatch watch;

  private void watch(String... files) throws Exception {
    FileWatch started =
        FileWatch.start(
            home,
            event -> {
              return !full && events.add(event);
            },
            CLOCK,
            QUICK);
    watch = started;
    started.watch(Set.of(files));
    baseline(started);
  }

  /** A file of the test's own changes once it was looked at: then all others were, too. */
  private void baseline(FileWatch started) throws Exception {
    Set<String> files = Set.of("a", "b", "marker");
    started.watch(files);
    for (int i = 0; i < 1_000; i++) {
      Files.writeString(home.resolve("marker"), "mark " + i);
      Event event = events.poll(20, TimeUnit.MILLISECONDS);
      if (event != null) {
        while (events.poll(20, TimeUnit.MILLISECONDS) != null) {
          // what the marker did meanwhile
        }
        return;
      }
    }
    throw new AssertionError("the watch does not look");
  }

  @AfterEach
  void close() {
    FileWatch started = watch;
    if (started != null) {
      started.close();
    }
  }

  private Event.FileChanged next() throws Exception {
    Event event = events.poll(20, TimeUnit.SECONDS);
    return assertInstanceOf(Event.FileChanged.class, event);
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(home.resolve(name), content);
  }

  @Test
  void tellsOfEachContentOnceAndOfTheEnd() throws Exception {
    write("a", "one");
    watch("a");
    write("a", "two");
    Event.FileChanged two = next();
    assertEquals("a", two.file());
    write("a", "one");
    Event.FileChanged one = next();
    assertNotEquals(two.contentHash(), one.contentHash());
    Files.delete(home.resolve("a"));
    assertEquals("", next().contentHash());
    write("a", "two");
    assertEquals(two.contentHash(), next().contentHash(), "the same content, the same hash");
  }

  @Test
  void aTouchIsNoChange() throws Exception {
    Path a = write("a", "one");
    watch("a");
    Files.setLastModifiedTime(a, LONG_AGO);
    write("b", "b");
    assertEquals("b", next().file());
  }

  @Test
  void seesAFileThatIsReplacedByAnotherOfTheSameSizeAndTime() throws Exception {
    Path a = write("a", "one");
    Files.setLastModifiedTime(a, LONG_AGO);
    watch("a");
    Path fresh = write("fresh", "two");
    Files.setLastModifiedTime(fresh, LONG_AGO);
    Files.move(fresh, a, StandardCopyOption.REPLACE_EXISTING);
    assertEquals("a", next().file());
  }

  @Test
  void whatDoesNotFitIntoTheInboxIsToldLater() throws Exception {
    write("a", "one");
    watch("a");
    full = true;
    write("a", "two");
    assertEquals(null, events.poll(50, TimeUnit.MILLISECONDS));
    full = false;
    assertEquals("a", next().file());
  }

  @Test
  void saysOnceThatAFileCannotBeRead() throws Exception {
    watch("a");
    Files.createDirectory(home.resolve("a"));
    Event.Note note = assertInstanceOf(Event.Note.class, events.poll(20, TimeUnit.SECONDS));
    assertTrue(
        note.entry().text().startsWith("a, which a rule looks at, cannot be read: "),
        note.entry().text());
    write("b", "b");
    assertEquals("b", next().file(), "and not again");
  }

  @Test
  void isBounded() throws Exception {
    watch("a");
    Objects.requireNonNull(watch)
        .watch(
            IntStream.rangeClosed(0, FileWatch.MOST)
                .mapToObj(i -> "f" + i)
                .collect(Collectors.toSet()));
    Event.Note note = assertInstanceOf(Event.Note.class, events.poll(20, TimeUnit.SECONDS));
    assertEquals(
        "rules name 1001 files; the first 1000 by name are looked at, the others are not",
        note.entry().text());
  }
}
