package org.failovermon.app.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.failovermon.app.Await;
import org.failovermon.app.home.Home;
import org.failovermon.app.settings.Settings;
import org.failovermon.app.storm.ImageRecords;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Reply;
import org.failovermon.engine.sim.StoreImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyRoomTest {
  private static final EngineView.Figures NONE =
      new EngineView.Figures(
          Duration.ZERO, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);

  @TempDir Path folder;

  private final AtomicInteger asked = new AtomicInteger();
  private volatile String fault = "";

  /** An engine that takes every set, as long as its store works. */
  private boolean engine(Event event) {
    switch (event) {
      case Event.Look look ->
          look.reply()
              .accept(
                  new EngineView(
                      Instant.EPOCH,
                      List.of(),
                      List.of(),
                      List.of(),
                      NONE,
                      List.of(),
                      List.of(),
                      List.of(),
                      EngineView.PolicyView.NONE,
                      fault));
      case Event.ApplyPolicies wish -> {
        asked.incrementAndGet();
        wish.reply()
            .accept(
                fault.isEmpty()
                    ? new Reply(0, List.of(), List.of(), List.of())
                    : Reply.refused("it cannot be recorded: " + fault));
      }
      default -> {}
    }
    return true;
  }

  @Test
  void takesWhatTheStoreCouldNotRecordAsSoonAsItWorksAgain() throws Exception {
    Home home = Home.at(folder);
    home.create();
    Workbench bench = Workbench.cached(home, Workbench.scriptsOf(home), Map.of());
    PolicyStart start =
        PolicyStart.load(bench, new ImageRecords(StoreImage::new), Snapshot.empty(), true);
    try (PolicyRoom room =
        new PolicyRoom(
            home, new Settings.Policies(true, Duration.ofDays(1)), start, bench, this::engine)) {
      room.begin(start, () -> {});
      fault = "no space left on device";
      Files.writeString(folder.resolve("policies/a.groovy"), "monitor('hosta') { retries 1 }\n");
      assertEquals(1, room.apply("root", "").join().exit());
      assertNotNull(room.standing().trouble());
      fault = "";
      Await.until(
          "the set is in force by itself",
          () -> room.standing().trouble() == null,
          () -> room.standing() + ", asked " + asked + " times");
      assertEquals(1, room.set().monitors().size());
    }
  }
}
