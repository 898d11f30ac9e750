package org.failovermon.app.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.failovermon.app.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example as its README has it tried, with seconds for minutes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class NightlyExampleTest {
  private static final String POLICY = "policies/nightly.groovy";
  private static final String SCRIPT = "scripts/jobs/backup.groovy";

  @TempDir Path folder;

  @Test
  void runsTellsOfABackupThatFailedAndRestsInTheWindow() throws Exception {
    try (Trial trial = new Trial(folder, "nightly")) {
      trial.configure(
          trial.home, "127.0.0.1", "[notify]\ncommand = \"" + trial.recorder("tell", 0) + "\"\n");
      trial.type("./setup.sh");
      trial.start(trial.home);
      Brings.of("nightly").look(trial);
      String block = trial.block("**To try it without root:**");
      assertTrue(block.contains("/0 * * /"), block);
      trial.type(block.replace("/0 * * /", "/* * * /")); // the daemon runs: a warning, exit code 0

      String good = trial.said(trial.awaitRun("job", "succeeded"));
      assertTrue(good.contains("the backup is good: --all"), good);
      assertEquals(0, trial.runs("rule", "succeeded"), trial::all);

      trial.adapt(SCRIPT, "'/bin/echo'", "'/bin/false'");
      trial.awaitRun("job", "failed");
      trial.awaitRun("rule", "succeeded");
      assertTrue(
          trial.recorded().getFirst().contains("there is no backup of this night: "),
          () -> trial.all());

      trial.adapt(POLICY, "'0 0 1 ? * SUN'", "'0 0 * * * ?'"); // three hours, each hour: always
      trial.awaitLog("it is left out, because of maintenance patch-day until ");
      long runs = trial.document("runs").path("runs").size();
      String seen = trial.log();
      Await.until(
          "it is left out again",
          () ->
              trial.log().split("it is left out", -1).length
                  > seen.split("it is left out", -1).length,
          trial::all);
      assertEquals(runs, trial.document("runs").path("runs").size(), trial::all);
      trial.type("failovermon daemon stop");
    }
  }
}
