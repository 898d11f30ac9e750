package org.failovermon.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How soon a loaded script runs, next to a fork of a shell through the same runner. */
final class StartLatencyTest {
  private static final int TRIALS = 200;
  @TempDir Path folder;

  @Test
  void theFirstLineOfALoadedScriptRunsSoon() throws Exception {
    try (Scene scene = new Scene(folder)) {
      scene.lost("first.groovy", "org.failovermon.dsl.Mark.now()\nlog \"$host $reason\"\n");
      Path shell = scene.lost("shell.sh", "#!/bin/sh\n:\n");
      Files.setPosixFilePermissions(shell, PosixFilePermissions.fromString("rwxr-xr-x"));
      Await.until(
          "the scripts are loaded and the rehearsal is over",
          () -> scene.actions.rehearsed() && scene.groovy.inForce() >= 3);
      Await.until(
          "the script is old enough to be left alone",
          () -> {
            FileStamp stamp = FileStamp.of(shell);
            return stamp != null && stamp.age().compareTo(Duration.ofSeconds(1)) > 0;
          });
      double[] groovy = new double[TRIALS];
      double[] program = new double[TRIALS];
      for (int i = 0; i < TRIALS; i++) {
        groovy[i] = firstLine(scene, 2L * i);
        program[i] = whole(scene, 2L * i + 1);
      }
      double cold = groovy[0];
      Arrays.sort(groovy);
      Arrays.sort(program);
      System.out.printf(
          Locale.ROOT,
          "start() to the first line of a Groovy script: first %.2f ms, p50 %.2f ms, p99 %.2f ms%n"
              + "start() to the end of /bin/sh with ':': p50 %.2f ms, p99 %.2f ms (%d trials)%n",
          cold,
          groovy[TRIALS / 2],
          groovy[TRIALS * 99 / 100],
          program[TRIALS / 2],
          program[TRIALS * 99 / 100],
          TRIALS);
      assertTrue(groovy[TRIALS / 2] < 10.0, "the median was " + groovy[TRIALS / 2] + " ms");
    }
  }

  private static double firstLine(Scene scene, long run) {
    long begun = System.nanoTime();
    scene.actions.start(Scene.order(run, RunKind.LOST_PULSE, "hosta", "first.groovy"));
    assertEquals(RunStatus.SUCCEEDED, scene.result(run).status());
    return (Mark.nanos() - begun) / 1e6;
  }

  private static double whole(Scene scene, long run) {
    long begun = System.nanoTime();
    scene.actions.start(Scene.order(run, RunKind.LOST_PULSE, "hosta", "shell.sh"));
    scene.result(run);
    return (scene.endedNanos(run) - begun) / 1e6;
  }
}
