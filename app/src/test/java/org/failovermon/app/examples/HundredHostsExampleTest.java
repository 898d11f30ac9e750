package org.failovermon.app.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.failovermon.app.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Sites come and go while hosts of other sites are watched. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HundredHostsExampleTest {
  private static final String LIBRARY = "policies/lib/Fleet.groovy";

  @TempDir Path folder;

  @Test
  void anEditOfTheLibraryAddsAndRemovesHostsAndLeavesTheOthersAsTheyWere() throws Exception {
    try (Trial trial = new Trial(folder, "hundred-hosts")) {
      Brings.build(trial, "hundred-hosts").look(trial);
      trial.say("start berlin-web1 oslo-web40");
      JsonNode before = watched(trial, "berlin-web1");
      assertEquals(true, before.path("running").asBoolean(false), trial::all);

      trial.adapt(
          LIBRARY, "hosts: 40)]", "hosts: 39), new Site(name: 'rome', net: '127.77.3', hosts: 5)]");
      Await.until(
          "there are 104", () -> trial.say("-o list -q").lines().count() == 104, trial::all);

      JsonNode after = watched(trial, "berlin-web1");
      for (String kept : new String[] {"running", "since", "verdict", "because", "origin"}) {
        assertEquals(before.path(kept), after.path(kept), kept);
      }
      trial.awaitLog("monitor rome-web5 is new", "monitor oslo-web40 is gone");
      String log = trial.log();
      assertFalse(log.substring(log.indexOf("version 2 is in force")).contains("berlin"), log);
      assertEquals("stopped", watched(trial, "rome-web1").path("verdict").asString(""));
      assertEquals(0, trial.document("runs").path("runs").size(), trial::all);
    }
  }

  private static JsonNode watched(Trial trial, String host) {
    for (JsonNode each : trial.document("status").path("monitors")) {
      if (each.path("host").asString("").equals(host)) {
        return each;
      }
    }
    throw new AssertionError(host + " is not there: " + trial.all());
  }
}
