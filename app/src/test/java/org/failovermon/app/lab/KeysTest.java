package org.failovermon.app.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys that change while both sides run, and keys that do not agree. */
@ExtendWith(LabExtension.class)
@Timeout(180)
class KeysTest {
  @Test
  void aKeyRotatedWhileBothSidesRunCostsNoBeat(Lab lab) {
    Pair pair = lab.pair(2).watch("100ms", 4, "2s", Scripts.QUICK);
    Node observer = pair.observer();
    Node monitored = pair.monitored();
    Journal journal = observer.journal();
    observer.must("key", "rotate");
    Await.lasts(Duration.ofSeconds(3));
    Lab.copyKey(observer, monitored);
    Await.lasts(Duration.ofSeconds(3));
    observer.must("key", "rotate", "--drop-older");
    Await.lasts(Duration.ofSeconds(3));
    Lab.copyKey(observer, monitored);
    Await.lasts(Duration.ofSeconds(3));
    assertEquals(List.of(), journal.verdicts(), observer::evidence);
  }

  @Test
  void aHostWithAnotherKeyIsMissedAndBothSidesSayWhy(Lab lab) throws IOException {
    Pair pair = lab.pair(1).watch();
    Node observer = pair.observer();
    Node monitored = pair.monitored();
    Files.delete(monitored.key());
    monitored.must("key", "generate");
    pair.awaitLostPulse(1);
    monitored.await(
        "the monitored side counts invalid messages",
        node -> node.ask("daemon", "status").path("daemon").path("invalid_messages").asLong(0) > 0);
    assertTrue(
        monitored.outputText().contains("an invalid message was received"), monitored::outputText);
    assertTrue(monitored.outputText().contains("key"), monitored::outputText);
    Node.Said check = observer.run("path", "check", pair.host());
    assertEquals(1, check.exit(), check.all());
    assertTrue(check.all().contains("key"), check.all());
    Lab.copyKey(observer, monitored);
    pair.awaitRegainPulse(1);
  }
}
