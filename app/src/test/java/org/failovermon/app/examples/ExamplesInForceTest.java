package org.failovermon.app.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.failovermon.app.Await;
import org.failovermon.app.home.Install;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Examples built with their own {@code setup.sh}, with a daemon on them. Those that have a test of
 * their own are looked at there.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ExamplesInForceTest {
  @TempDir Path folder;

  @Test
  void eachOfThemIsTried() throws IOException {
    try (Stream<Path> folders = Files.list(Install.root().resolve("examples"))) {
      assertEquals(
          new TreeSet<>(Brings.OF.keySet()),
          folders
              .filter(Files::isDirectory)
              .map(each -> each.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @Test
  void onCallIsInForceWithNothingStartedAndNothingRun() throws Exception {
    try (Trial trial = new Trial(folder, "on-call")) {
      Brings.build(trial, "on-call").look(trial);
    }
  }

  @Test
  void theManPagesExampleWatchesHostAAndChangesItsIntervalByTheCalendar() throws Exception {
    try (Trial trial = new Trial(folder, "man-page")) {
      Brings.build(trial, "man-page").look(trial);
      String list = trial.say("-o list -q"); // by day or by night
      assertTrue(
          list.matches("hostA stopped boot (60|1200) 3 default.groovy default.groovy\n"), list);
      String jobs = trial.say("job list");
      assertTrue(jobs.matches("(?s).*off-peak +0 0 20 \\* \\* \\? .*hostA to 20 min.*"), jobs);
      assertTrue(jobs.matches("(?s).*\npeak +0 0 7 \\* \\* \\? .*hostA to 60 s.*"), jobs);
    }
  }

  @Test
  void theManPagesPolicyWatchesAtOnceWhenItIsSavedInPlaceOfTheCommands() throws Exception {
    try (Trial trial = new Trial(folder, "man-page")) {
      trial.start(trial.home);
      trial.type("mkdir -p /tmp/try/policies && cp policies/hosta.groovy /tmp/try/policies/");
      Await.until(
          "hostA is watched",
          () -> trial.say("-o list -q").startsWith("hostA running boot "),
          trial::all);
      assertTrue(trial.say("list").contains("policies/hosta.groovy:2"), trial::all);
    }
  }

  @Test
  void theWebPairAsAPolicyIsTheSameAsWhatItsCommandsBuild() throws Exception {
    try (Trial trial = new Trial(folder, "web-pair")) {
      trial.type("cp -r scripts /tmp/try/ && mkdir /tmp/try/policies");
      trial.type("cp policies/web.groovy /tmp/try/policies/ && failovermon policy check");
      trial.keepToLoopback();
      trial.start(trial.home);
      assertEquals(
          "web1 stopped noboot 1 3 take-web.groovy tell-on-call.groovy\n", trial.say("-o list -q"));
      assertTrue(trial.say("path list web1").contains("127.78.7.1"), trial::all);
      assertTrue(trial.document("status").path("policies").path("trouble").isNull(), trial::all);
    }
  }
}
