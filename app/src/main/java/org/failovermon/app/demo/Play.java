package org.failovermon.app.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failovermon.app.control.Json;

/** The script of the demo: what is done, what is waited for, and what is measured. */
final class Play {
  /** How many acts it has. */
  static final int ACTS = 6;

  private static final String LOST = "lost-pulse";
  private static final String REGAIN = "regain-pulse";
  private static final Duration STARTING = Duration.ofSeconds(60);
  private static final Duration LOOKING = Duration.ofSeconds(2);
  private static final Duration CUT_FOR = Duration.ofSeconds(4);
  private static final Duration REACTION = Duration.ofSeconds(30);
  private static final Duration WEB_START = Duration.ofSeconds(3);
  private static final Pattern FIRST_LINE = Pattern.compile("first line at (\\S+Z)");

  private final Stage stage;
  private final Duration allowance;
  private final Findings findings = new Findings();

  /**
   * A play on a stage.
   *
   * @param allowance how much later than its bound something may be on this machine
   */
  Play(Stage stage, Duration allowance) {
    this.stage = stage;
    this.allowance = allowance;
  }

  /**
   * Plays all acts.
   *
   * @throws DemoFailedException when it cannot go on
   */
  Findings play() {
    setUp();
    allIsWell();
    onePathIsCut();
    pathIsMended();
    alphaDies();
    alphaReturns();
    return findings;
  }

  private void setUp() {
    stage.act(
        1,
        "Two hosts are set up: alpha, which serves the web, and beta, which watches it over two"
            + " paths.");
    Ground ground = stage.ground();
    String alpha = ground.home(Ground.ALPHA).toString();
    String beta = ground.home(Ground.BETA).toString();
    Homes homes = new Homes(ground);
    homes.furnish();
    stage.command("--home", alpha, "key", "generate");
    homes.copyKey();
    together(
        List.of(
            () -> stage.startDaemon(Ground.ALPHA),
            () -> stage.startDaemon(Ground.BETA),
            () -> stage.programs().startWeb(Ground.ALPHA)));
    stage.command(
        "--home",
        beta,
        "add",
        Ground.ALPHA,
        "--interval",
        "250ms",
        "--retries",
        "3",
        "--timeout",
        "300ms",
        "--lost-pulse",
        "take-web.groovy",
        "--regain-pulse",
        "give-web-back.groovy");
    String second = ground.path(2).getAddress().getHostAddress();
    stage.command("--home", beta, "path", "add", Ground.ALPHA, second);
    stage.command("--home", beta, "start", Ground.ALPHA);
    stage.observe();
    await(
        "beta sees alpha up on both paths",
        STARTING,
        scene ->
            scene.verdict().equals("up")
                && scene.paths().size() == Ground.PATHS
                && scene.paths().stream().allMatch(path -> path.silentFor() != null));
    await("alpha serves the web", STARTING, scene -> stage.server().equals(Ground.ALPHA));
  }

  private void allIsWell() {
    stage.act(2, "All is well: beats go out on both paths, alpha answers and serves the web.");
    pass(LOOKING);
  }

  private void onePathIsCut() {
    Wires.order(stage.ground(), "cut 1");
    Instant cutAt = Instant.now();
    stage.act(3, "Path 1 is cut. One answer on any path is a success: nothing must happen.");
    stage.tell("path 1 is cut: its datagrams are dropped, in both directions");
    pass(CUT_FOR);
    Scene scene = stage.scene();
    String[] wires = Wires.order(stage.ground(), "state").split(" ", -1);
    long dropped = Long.parseLong(wires[3]);
    long happened =
        scene.log().stream()
            .filter(line -> line.kind().equals("verdict") || line.kind().equals("run"))
            .filter(line -> line.at().isAfter(cutAt))
            .count();
    Duration gap = stage.client().longestGap(cutAt, Instant.now());
    boolean nothing =
        scene.verdict().equals("up")
            && happened == 0
            && scene.runs().isEmpty()
            && gap.compareTo(allowance) <= 0;
    stage.tell(
        nothing
            ? "nothing happened: alpha is up by path 2, no script ran, the web answered throughout"
            : "something happened, and nothing should have: see the table");
    findings.add(
        "path 1 cut, " + Spans.roughly(CUT_FOR) + ", " + dropped + " datagrams lost",
        scene.verdict() + ", " + scene.runs().size() + " runs",
        "up, 0 runs",
        nothing && dropped > 0);
  }

  private void pathIsMended() {
    Wires.order(stage.ground(), "heal 1");
    stage.act(4, "Path 1 is mended.");
    await(
        "path 1 answers again",
        REACTION,
        scene -> {
          Duration silent = scene.paths().getFirst().silentFor();
          return silent != null && silent.toMillis() < 800;
        });
    stage.tell("path 1 answers again");
    pass(LOOKING);
  }

  private void alphaDies() {
    stage.act(5, "alpha dies: SIGKILL to its failoverd and to its web server.");
    Instant killedAt = Instant.now();
    if (!Sweep.kill(stage.ground().home(Ground.ALPHA))) {
      throw new DemoFailedException("the processes of alpha could not be ended");
    }
    stage.tell("alpha is dead: every process of it was ended with SIGKILL");
    // The journal keeps milliseconds.
    Instant since = killedAt.truncatedTo(ChronoUnit.MILLIS);
    Scene lost =
        await(
            "beta judges alpha lost", REACTION, scene -> scene.reached("lost", since).isPresent());
    Duration verdict = Duration.between(since, lost.reached("lost", since).orElseThrow());
    Scene.RunLine run =
        await(
                "the lost-pulse script has ended",
                REACTION,
                scene -> scene.run(LOST).filter(Scene.RunLine::ended).isPresent())
            .run(LOST)
            .orElseThrow();
    await("beta serves the web", REACTION, scene -> stage.server().equals(Ground.BETA));
    Duration firstLine = Duration.between(killedAt, firstLine(run.id()));
    Duration answers =
        Duration.between(killedAt, stage.client().firstAnswer(Ground.BETA, killedAt).orElseThrow());
    stage.tell(
        "the web answers again, from beta, "
            + Spans.seconds(answers)
            + " after the death of alpha");
    Duration bound = lost.bound();
    bounded("alpha's death to the verdict lost", verdict, bound);
    bounded("alpha's death to the script's first line", firstLine, bound);
    bounded("alpha's death to the web answering again", answers, bound.plus(WEB_START));
    findings.add("take-web.groovy", run.status(), "succeeded", run.status().equals("succeeded"));
    pass(LOOKING);
  }

  private void alphaReturns() {
    stage.act(
        6,
        "alpha comes back. The policy of this demo states automatic failback: give-web-back.groovy"
            + " hands the web back.");
    Instant from = Instant.now();
    stage.startDaemon(Ground.ALPHA);
    await("beta judges alpha up", REACTION, scene -> scene.verdict().equals("up"));
    Scene.RunLine run =
        await(
                "the regain-pulse script has ended",
                REACTION,
                scene -> scene.run(REGAIN).filter(Scene.RunLine::ended).isPresent())
            .run(REGAIN)
            .orElseThrow();
    await("alpha serves the web again", REACTION, scene -> stage.server().equals(Ground.ALPHA));
    stage.tell("alpha serves the web again");
    Scene scene = stage.scene();
    findings.add(
        "give-web-back.groovy", run.status(), "succeeded", run.status().equals("succeeded"));
    bounded(
        "the web silent while it was handed back",
        stage.client().longestGap(from, Instant.now()),
        WEB_START);
    findings.add("runs of lost-pulse", Long.toString(scene.runs(LOST)), "1", scene.runs(LOST) == 1);
    findings.add(
        "runs of regain-pulse", Long.toString(scene.runs(REGAIN)), "1", scene.runs(REGAIN) == 1);
    pass(LOOKING);
  }

  private void bounded(String what, Duration found, Duration bound) {
    findings.add(
        what,
        Spans.seconds(found),
        "≤ " + Spans.seconds(bound) + " + " + Spans.roughly(allowance),
        found.compareTo(bound.plus(allowance)) <= 0);
  }

  private Instant firstLine(long run) {
    String home = stage.ground().home(Ground.BETA).toString();
    CommandLines.Said said =
        stage.commands().run("--home", home, "show", Long.toString(run), "--json");
    String output =
        said.exit() == 0
            ? Json.parse(said.out().getBytes(StandardCharsets.UTF_8)).path("output").asString("")
            : said.err();
    Matcher line = FIRST_LINE.matcher(output);
    if (!line.find()) {
      throw new DemoFailedException("run " + run + " does not say when it began: " + output);
    }
    return Instant.parse(line.group(1));
  }

  /** Waits until the scene is as wanted. */
  private Scene await(String what, Duration patience, Predicate<Scene> wanted) {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < patience.toNanos()) {
      stage.stillOn();
      Scene scene = stage.scene();
      if (wanted.test(scene)) {
        return scene;
      }
      LockSupport.parkNanos(20_000_000);
    }
    throw new DemoFailedException(
        "waited " + patience.toSeconds() + " s in vain until " + what + stage.why());
  }

  /** Lets time pass, so that people can look. */
  private void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      stage.stillOn();
      LockSupport.parkNanos(Math.min(left, 50_000_000));
    }
  }

  private static void together(List<Runnable> deeds) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    deeds.forEach(deed -> all.add(CompletableFuture.runAsync(deed, Thread::startVirtualThread)));
    try {
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof DemoFailedException failed ? failed : e;
    }
  }
}
