package org.failovermon.db;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Write;

/**
 * Commits numbered batches until it is killed, going on where the database ends, and prints {@code
 * committed N} for each once it is reported as committed. Each batch has three lines, and its
 * number in each table that policies, checks and rules have, so that half a batch would show.
 */
final class CommittingChild {
  private static final int MOST_OUTSTANDING = 40;

  private CommittingChild() {}

  public static void main(String[] args) throws InterruptedException {
    Path file = Path.of(args[0]);
    SqliteStore store = SqliteStore.open(StoreOptions.defaults(file));
    long number;
    try (SqliteReader reader = SqliteReader.open(file)) {
      List<LogLine> last = reader.log(LogFilter.newest(1));
      number = last.isEmpty() ? 0 : Long.parseLong(last.getLast().entry().subject());
    }
    Semaphore outstanding = new Semaphore(MOST_OUTSTANDING);
    store.start(
        event -> {
          if (event instanceof Event.Committed(long batch)) {
            System.out.println("committed " + batch);
            outstanding.release();
          } else {
            System.out.println("unexpected " + event);
          }
          return true;
        });
    while (true) {
      outstanding.acquire();
      number++;
      List<Write> writes =
          new ArrayList<>(List.of(line(number, "a"), line(number, "b"), line(number, "c")));
      writes.addAll(PolicyBatch.of(number));
      store.commit(number, writes);
      store.beat(Samples.HOST_A, number, number % 7 != 0, number);
    }
  }

  private static Write line(long number, String part) {
    return new Write.Append(
        Samples.line(
            Long.toString(number),
            Samples.NOW,
            org.failovermon.engine.model.LogEntry.Kind.ENGINE,
            part));
  }
}
