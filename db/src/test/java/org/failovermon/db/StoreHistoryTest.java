package org.failovermon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.failovermon.db.history.HistoryBucket;
import org.failovermon.engine.model.HostName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreHistoryTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path home;

  private StoreOptions options() {
    return StoreOptions.defaults(home.resolve("failovermon.db"));
  }

  /** A beat a second for so many minutes; every tenth is missed. */
  private static void beats(SqliteStore store, HostName host, Instant from, int minutes) {
    for (int i = 0; i < minutes * 60; i++) {
      boolean hit = i % 10 != 0;
      store.beat(host, from.toEpochMilli() + i * 1_000L, hit, hit ? 300 + i % 7 : 0);
    }
  }

  private static void assertMinutes(List<HistoryBucket> buckets, int minutes) {
    assertEquals(minutes, buckets.size());
    for (HistoryBucket bucket : buckets) {
      assertEquals(54, bucket.hits(), bucket.toString());
      assertEquals(6, bucket.misses(), bucket.toString());
    }
    assertEquals(Duration.ofNanos(306_000), buckets.getFirst().max());
    assertNotNull(buckets.getFirst().p50());
  }

  @Test
  void showsWhatIsWrittenAndWhatIsStillInMemory() throws Exception {
    try (SqliteStore store = SqliteStore.open(options())) {
      store.start(new RecordingInbox());
      beats(store, Samples.HOST_A, Samples.NOW, 3);
      store.flushHistory();
      beats(store, Samples.HOST_A, Samples.NOW.plus(MINUTE.multipliedBy(3)), 2);
      assertMinutes(
          store.history(
              Samples.HOST_A, Samples.NOW, Samples.NOW.plus(MINUTE.multipliedBy(5)), MINUTE),
          5);
    }
  }

  @Test
  void writesTheLastBeatsAtTheEndAndGoesOnAfterARestart() {
    for (int start = 0; start < 3; start++) {
      try (SqliteStore store = SqliteStore.open(options())) {
        store.start(new RecordingInbox());
        Instant from = Samples.NOW.plus(MINUTE.multipliedBy(start));
        // In another order each time: the numbers of the hosts come from the database.
        for (int i = 0; i < 200; i++) {
          beats(store, new HostName("host" + (start % 2 == 0 ? i : 199 - i)), from, 1);
        }
      }
    }
    try (SqliteReader reader = SqliteReader.open(options().file())) {
      for (int i = 0; i < 200; i++) {
        assertMinutes(
            reader.history(
                new HostName("host" + i),
                Samples.NOW,
                Samples.NOW.plus(MINUTE.multipliedBy(3)),
                MINUTE),
            3);
      }
    }
  }

  @Test
  void anUnknownHostHasEmptyPieces() {
    SqliteStore.open(options()).close();
    try (SqliteReader reader = SqliteReader.open(options().file())) {
      List<HistoryBucket> pieces =
          reader.history(Samples.HOST_B, Samples.NOW, Samples.NOW.plus(MINUTE), MINUTE);
      assertEquals(List.of(new HistoryBucket(Samples.NOW, 0, 0, null, null, null)), pieces);
    }
  }

  @Test
  void anAnswerIsBounded() {
    SqliteStore.open(options()).close();
    try (SqliteReader reader = SqliteReader.open(options().file())) {
      assertTrue(
          reader
                  .history(
                      Samples.HOST_B,
                      Samples.NOW,
                      Samples.NOW.plus(Duration.ofDays(31)),
                      Duration.ofMillis(1))
                  .size()
              <= 10_000);
    }
  }
}
