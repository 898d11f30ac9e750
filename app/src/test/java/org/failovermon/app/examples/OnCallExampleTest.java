package org.failovermon.app.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example as its README has it tried: a second daemon is the host that is lost. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OnCallExampleTest {
  private static final String CADENCE = "200.ms\\n    timeout 600.ms";

  @TempDir Path folder;

  @Test
  void pagesAtTheThirdLossAndNotAgainWithinTheHourAndTellsOfAScriptThatFailed() throws Exception {
    try (Trial trial = new Trial(folder, "on-call")) {
      String block = trial.block("**To try it without root:**");
      assertTrue(block.contains("/1.second/"), block);
      trial.type(block.replace("/1.second/", "/" + CADENCE + "/"));

      loseAndRegain(trial, 1);
      loseAndRegain(trial, 2);
      trial.awaitLog(
          "1 of 3 losses of 127.0.0.2 within 60 min", "2 of 3 losses of 127.0.0.2 within 60 min");
      assertEquals(0, trial.runs("rule", "succeeded"), trial::all);

      loseAndRegain(trial, 3);
      String call = trial.said(trial.awaitRun("rule", "succeeded"));
      assertTrue(call.contains("paged: three losses within an hour: "), call);

      trial.adapt(
          "policies/on-call.groovy", "{ log \"$host is lost: $reason\" }", "{ fail 'no hands' }");
      trial.awaitLog("version 2 is in force");
      trial.killPeer();
      trial.awaitVerdict(Trial.PEER, "lost");
      trial.awaitRun("lost-pulse", "failed");
      trial.awaitLog(
          "it has acted once within 60 min, which is the most that it may",
          "rule run-failed acts on");
      trial.awaitRuns("rule", "succeeded", 2);
      String told = trial.said(trial.awaitRun("rule", "succeeded"));
      assertTrue(told.contains("a script did not do its work: "), told);
      assertEquals(2, trial.runs("rule", "succeeded"), trial::all); // the page, and this
      trial.type("failovermon daemon stop");
    }
  }

  private static void loseAndRegain(Trial trial, int time) throws Exception {
    trial.awaitVerdict(Trial.PEER, "up");
    trial.killPeer();
    trial.awaitVerdict(Trial.PEER, "lost");
    trial.startPeer();
    trial.awaitVerdict(Trial.PEER, "up");
    trial.awaitRuns("regain-pulse", "succeeded", time);
    assertEquals(time, trial.runs("lost-pulse", "succeeded"), trial::all);
  }
}
