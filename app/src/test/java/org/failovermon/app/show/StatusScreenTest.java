package org.failovermon.app.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.failovermon.app.CommandLineFixture;
import org.failovermon.app.FakeOffices;
import org.failovermon.app.control.Query;
import org.failovermon.app.home.Home;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.port.Write;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The screen at three in the morning: what happened, why, what ran, what did not, what next. */
class StatusScreenTest {
  private static final Instant LOST = Instant.parse("2026-11-22T03:10:02Z");
  private static final String BECAUSE = "no answer on both paths, 4 misses in a row";

  private final FakeOffices offices = new FakeOffices();
  private final CommandLineFixture cli = new CommandLineFixture(offices);

  @BeforeEach
  void loseOneOfTwoHosts() {
    cli.run("-o add -i 60 -r 3 -l take-mail.groovy -s hostA");
    cli.run("-o add -i 60 -r 3 -s hostB");
    HostName hostA = new HostName("hostA");
    Instant earlier = Instant.parse("2026-11-20T01:00:00Z");
    offices.installation.apply(
        List.of(
            new Write.PutOutage(new Outage(1, hostA, LOST, BECAUSE, null)),
            new Write.PutState(
                new MonitorState(hostA, true, Verdict.LOST, LOST, BECAUSE, 1, earlier, 0, 0, null)),
            new Write.PutState(
                new MonitorState(
                    new HostName("hostB"),
                    true,
                    Verdict.UP,
                    earlier,
                    "hostB answers",
                    0,
                    earlier,
                    0,
                    0,
                    null)),
            new Write.PutRun(
                new Run(
                    17,
                    RunKind.LOST_PULSE,
                    "hostA",
                    1,
                    new ScriptRef("take-mail.groovy"),
                    RunStatus.UNKNOWN,
                    BECAUSE,
                    LOST,
                    LOST,
                    null,
                    null,
                    "",
                    0)),
            new Write.Append(
                new LogEntry(
                    LOST,
                    LogEntry.Kind.VERDICT,
                    "hostA",
                    "missing → lost",
                    "exceeded",
                    BECAUSE,
                    LogEntry.ENGINE))));
  }

  @Test
  void tellsWhatHappenedWhyWhatRanAndWhatToDoNext() {
    assertEquals(
        """
        failovermon  home /home  2026-11-22 03:12:09
        daemon running for 50.2 h, process 812, heartbeats on UDP port 6940
        hosts  1 lost, 1 up

        HOST   VERDICT  SINCE                PATHS   BECAUSE
        hostA  lost     2026-11-22 03:10:02  0 of 1  no answer on both paths, 4 misses in a row
        hostB  up       2026-11-20 01:00:00  1 of 1  hostB answers

        What ran
          RUN  KIND        OF     SCRIPT            STATUS   REQUESTED            TOOK  RESULT
          17   lost-pulse  hostA  take-mail.groovy  unknown  2026-11-22 03:10:02  -     -
        """,
        section(cli.run("status").out(), "What happened lately"));
    assertEquals(
        """
        What to do next
          - hostA is lost. Mend the host, or its failoverd; when it answers again, regain-pulse \
        runs by itself.
              failovermon log --host hostA
              failovermon path check hostA
          - Run 17 (lost-pulse take-mail.groovy of hostA) is unknown: failovermon ended while it \
        ran, so it may have done all, some or nothing. It is not repeated by itself, and later \
        runs of hostA wait for it. Look, then run it again or dismiss it.
              failovermon show 17
              failovermon run retry 17
              failovermon run dismiss 17
        """,
        from(cli.run("status").out(), "What to do next"));
  }

  @Test
  void fitsATerminalOf80ColumnsAnd24Rows() {
    JsonNode status = offices.forLooking(Home.at(Path.of("/home"))).ask(new Query.Status());
    List<String> lines =
        StatusScreen.lines(status, ZoneOffset.UTC, Ink.forOutput(false, Map.of()), 80, 24);
    String screen = String.join("\n", lines);
    assertEquals(
        List.of(),
        lines.stream().filter(line -> line.length() > 80).toList(),
        "too long: " + screen);
    assertTrue(lines.size() < 24, screen);
    assertTrue(
        screen.contains(
            "failovermon show 17   failovermon run retry 17   failovermon run dismiss 17"),
        screen);
    assertTrue(
        screen.indexOf("hostA is lost. Mend") < screen.indexOf("Run 17 ("),
        "the outage comes before the run: " + screen);
  }

  @Test
  void staysOneScreenWhenManyHostsNeedTheSame() {
    List<Write> writes = new ArrayList<>();
    for (int i = 100; i < 200; i++) {
      cli.run("-o add -i 60 -r 3 lost" + i);
      cli.run("-o add -i 60 -r 3 new" + i);
      HostName host = new HostName("lost" + i);
      writes.add(new Write.PutOutage(new Outage(i, host, LOST, BECAUSE, null)));
      writes.add(
          new Write.PutState(
              new MonitorState(host, true, Verdict.LOST, LOST, BECAUSE, i, LOST, 0, 0, null)));
    }
    offices.installation.apply(writes);
    String screen = cli.run("status").out();
    assertTrue(screen.lines().count() < 90, screen);
    assertTrue(screen.contains("\n61 more are lost or in doubt; see them all with"), screen);
    assertTrue(screen.contains("\n101 more are up or stopped; see them all with"), screen);
    assertTrue(screen.contains("\nhostA "), screen);
    assertEquals(
        """
        What to do next
          - 101 hosts (hostA, lost100, lost101, lost102, lost103 and 96 more) are lost. Mend \
        them, or their failoverd; when one answers again, regain-pulse runs by itself.
              failovermon log
              failovermon list
        """,
        from(screen, "What to do next")
            .lines()
            .limit(4)
            .collect(Collectors.joining("\n", "", "\n")));
    assertTrue(
        screen.contains(
            "  - 100 hosts (new100, new101, new102, new103, new104 and 95 more) were added, and"
                + " nobody watches them yet.\n"
                + "      failovermon start new100\n"
                + "      failovermon start\n"),
        screen);
  }

  @Test
  void aCheckThatWasNeverWellShowsItsLastResult() {
    ObjectNode status =
        (ObjectNode) offices.forLooking(Home.at(Path.of("/home"))).ask(new Query.Status());
    status
        .putArray("checks")
        .addObject()
        .put("check", "www")
        .put("verdict", "unknown")
        .put("since", "2026-11-22T03:10:02Z")
        .put("because", "the check was not made yet")
        .putObject("last")
        .put("status", "critical")
        .put("text", "tcp 127.0.0.1:80: connection refused");
    String screen = String.join("\n", StatusScreen.lines(status, ZoneOffset.UTC, Ink.PLAIN));
    assertTrue(
        screen.contains("never well yet; last: critical, tcp 127.0.0.1:80: connection refused"),
        screen);
  }

  @Test
  void saysFirstThatNobodyWatchesWhenNoDaemonRuns() {
    offices.running = false;
    assertEquals(
        """
        What to do next
          - The daemon does not run: nobody watches the 2 hosts that should be watched; what is \
        shown here is the last that was recorded.
              failovermon daemon start
        """,
        section(from(cli.run("status").out(), "What to do next"), "  - hostA is lost"));
  }

  @Test
  void endsWhatAScriptSaidOfItsFailureWithAFullStop() {
    offices.installation.apply(
        List.of(
            new Write.PutRun(
                new Run(
                    18,
                    RunKind.LOST_PULSE,
                    "hostA",
                    1,
                    new ScriptRef("take-mail.groovy"),
                    RunStatus.FAILED,
                    BECAUSE,
                    LOST,
                    LOST,
                    LOST.plusSeconds(1),
                    1,
                    "fence.command is empty",
                    0))));
    String next = from(cli.run("status").out(), "What to do next");
    assertTrue(
        next.contains("failed: fence.command is empty. See what it printed; mend the cause"), next);
  }

  @Test
  void doesNotForgetAFailedTakeoverHoweverMuchRanSince() {
    offices.installation.apply(List.of(new Write.PutRun(run(17, RunKind.LOST_PULSE, "hostA", 1))));
    for (long id = 18; id <= 30; id++) {
      offices.installation.apply(List.of(new Write.PutRun(run(id, RunKind.JOB, "nightly", 0))));
    }
    String screen = cli.run("status").out();
    assertTrue(screen.contains("  17   lost-pulse  hostA    take-mail.groovy  failed"), screen);
    assertTrue(
        screen.contains("  - Run 17 (lost-pulse take-mail.groovy of hostA) failed: exit code 1"),
        screen);
    assertTrue(screen.contains("failovermon run retry 17"), screen);
  }

  private static Run run(long id, RunKind kind, String subject, long outage) {
    return new Run(
        id,
        kind,
        subject,
        outage,
        new ScriptRef("take-mail.groovy"),
        kind == RunKind.JOB ? RunStatus.SUCCEEDED : RunStatus.FAILED,
        BECAUSE,
        LOST,
        LOST,
        LOST,
        kind == RunKind.JOB ? 0 : 1,
        kind == RunKind.JOB ? "exit code 0" : "exit code 1",
        0);
  }

  @Test
  void saysThatAnUnknownRunKeepsItsJobFromRunning() {
    Run done = run(18, RunKind.JOB, "nightly", 0);
    offices.installation.apply(
        List.of(
            new Write.PutRun(
                done.ended(RunStatus.UNKNOWN, LOST, null, "the engine stopped while it ran"))));
    String screen = cli.run("status").out();
    assertTrue(
        screen.contains("not repeated by itself, and the job is left out each time it comes due."),
        screen);
  }

  private static String section(String text, String end) {
    String before = text.substring(0, text.indexOf(end));
    return before.stripTrailing() + "\n";
  }

  private static String from(String text, String begin) {
    return text.substring(text.indexOf(begin));
  }
}
