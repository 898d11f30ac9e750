package org.failovermon.app.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.failovermon.app.Await;
import org.failovermon.app.home.Home;
import org.failovermon.app.settings.Settings;
import org.failovermon.app.storm.ImageRecords;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Reply;
import org.failovermon.engine.sim.StoreImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a secret that changes does to policies in force, whose files nobody edits. */
class RotatedSecretsTest {
  private static final EngineView.Figures NONE =
      new EngineView.Figures(
          Duration.ZERO, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);
  private static final String POLICY =
      """
      check('page') { http url: 'http://127.0.0.1/', headers: [Authorization: secret('token')] }
      check('plain') { tcp address: '127.0.0.1', port: 25 }
      """;

  @TempDir Path folder;

  private final List<Event.ApplyPolicies> wishes = new CopyOnWriteArrayList<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private volatile String fault = "";

  @BeforeEach
  void make() throws Exception {
    Home.at(folder).create();
    Files.createDirectories(folder.resolve("secrets"));
    write("secrets/token", "Bearer old-value\n");
    write("policies/a.groovy", POLICY);
    write("policies/b.groovy", "check('other') { tcp address: '127.0.0.1', port: 110 }\n");
  }

  private void write(String path, String text) throws Exception {
    Files.writeString(folder.resolve(path), text);
    Files.setPosixFilePermissions(
        folder.resolve(path), PosixFilePermissions.fromString("rw-------"));
  }

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
        if (fault.isEmpty()) {
          wishes.add(wish);
        }
        wish.reply()
            .accept(
                fault.isEmpty()
                    ? new Reply(0, List.of(), List.of(), List.of())
                    : Reply.refused("it cannot be recorded: " + fault));
      }
      case Event.Note note -> notes.add(note.entry().text());
      default -> {}
    }
    return true;
  }

  /** A daemon's room, which does not notice edits by itself. */
  private PolicyRoom room(boolean autoApply) {
    Home home = Home.at(folder);
    Workbench bench =
        Workbench.cached(home, (script, kind) -> java.util.Optional.empty(), Map.of());
    PolicyStart start =
        PolicyStart.load(bench, new ImageRecords(StoreImage::new), Snapshot.empty(), true);
    PolicyRoom room =
        new PolicyRoom(
            home, new Settings.Policies(autoApply, Duration.ofDays(1)), start, bench, this::engine);
    room.begin(start, () -> {});
    return room;
  }

  private static CheckSpec check(PolicySet set, String name) {
    return set.checks().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static String token(PolicySet set) {
    if (!(check(set, "page").probe() instanceof Probe.Http http)) {
      return "none";
    }
    return Objects.requireNonNull(http.headers().get("Authorization")).reveal();
  }

  private void awaitToken(PolicyRoom room, String value) {
    Await.until(
        "the token is " + value,
        () -> token(room.set()).equals(value),
        () -> room.standing() + " " + notes);
  }

  @Test
  void aSecretThatChangesComesIntoForceWithoutAVersionAndLeavesTheRestAlone() throws Exception {
    try (PolicyRoom room = room(true)) {
      awaitToken(room, "Bearer old-value");
      PolicySet before = room.set();
      write("secrets/token", "Bearer new-value\n");
      awaitToken(room, "Bearer new-value");
      Event.ApplyPolicies wish = wishes.getLast();
      assertEquals("secret token changed", wish.because());
      assertNull(wish.version(), "the files are those of the version that there is");
      assertSame(check(before, "other"), check(room.set(), "other"));
      assertEquals(check(before, "plain"), check(room.set(), "plain"));
      Await.until(
          "the journal says so",
          () -> notes.contains("secret token changed; what uses it goes on with the new value"),
          notes::toString);
      assertFalse((notes + wish.toString() + room.standing()).contains("-value"));
      assertEquals(1, wishes.size());
    }
  }

  @Test
  void editsThatWaitAreNoReasonToGoOnWithAnOldSecret() throws Exception {
    try (PolicyRoom room = room(false)) {
      awaitToken(room, "Bearer old-value");
      write("policies/a.groovy", "check('page') { this is no policy }\n");
      write("secrets/token", "Bearer new-value\n");
      awaitToken(room, "Bearer new-value");
      assertEquals(3, room.set().checks().size());
      assertNull(wishes.getLast().version());
      assertNull(room.standing().trouble());
    }
  }

  @Test
  void aSecretThatMustNotBeUsedLeavesTheOldOneAndIsMendedByItself() throws Exception {
    try (PolicyRoom room = room(true)) {
      awaitToken(room, "Bearer old-value");
      write("secrets/token", "Bearer new-value\n");
      Files.setPosixFilePermissions(
          folder.resolve("secrets/token"), PosixFilePermissions.fromString("rw-r--r--"));
      Await.until(
          "there is trouble",
          () -> room.standing().trouble() != null,
          () -> notes + " " + room.standing());
      assertTrue(room.standing().toString().contains("chmod 600"), room.standing().toString());
      assertEquals("Bearer old-value", token(room.set()));
      write("secrets/token", "Bearer newer-value\n");
      awaitToken(room, "Bearer newer-value");
      Await.until("no trouble", () -> room.standing().trouble() == null, notes::toString);
      assertFalse(notes.toString().contains("-value"), notes.toString());
    }
  }

  @Test
  void aSecretThatCouldNotBeRecordedAsChangedIsTriedAgain() throws Exception {
    try (PolicyRoom room = room(false)) {
      awaitToken(room, "Bearer old-value");
      fault = "no space left on device";
      write("secrets/token", "Bearer new-value\n");
      Await.until(
          "the journal says so",
          () -> notes.stream().anyMatch(note -> note.contains("no space left on device")),
          notes::toString);
      assertEquals("Bearer old-value", token(room.set()));
      fault = "";
      awaitToken(room, "Bearer new-value");
    }
  }
}
