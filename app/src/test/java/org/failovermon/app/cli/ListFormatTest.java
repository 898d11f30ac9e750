package org.failovermon.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.failovermon.app.CommandLineFixture;
import org.failovermon.app.FakeOffices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The forms of the list, to the character: scripts of operators read them (SEEDS §1). */
class ListFormatTest {
  private final FakeOffices offices = new FakeOffices();
  private final CommandLineFixture cli = new CommandLineFixture(offices);

  @BeforeEach
  void addThree() {
    cli.run("-o add -i 60 -r 3 -b -s hostA");
    cli.run("-o add -i 0.25 -l take-mail.groovy 10.0.0.7");
    cli.run("-o add fd00::7");
  }

  @Test
  void alignsColumnsUnderHeaders() {
    assertEquals(
        """
        HOST      MONITOR  AT REBOOT  INTERVAL  RETRIES  LOST-PULSE        REGAIN-PULSE
        10.0.0.7  stopped  no         250 ms    0        take-mail.groovy  default.groovy
        fd00::7   stopped  no         0 s       0        default.groovy    default.groovy
        hostA     running  yes        60 s      3        default.groovy    default.groovy
        """,
        cli.run("-o list").out());
  }

  @Test
  void printsBareFieldsSeparatedByOneSpace() {
    assertEquals(
        """
        10.0.0.7 stopped noboot 0.25 0 take-mail.groovy default.groovy
        fd00::7 stopped noboot 0 0 default.groovy default.groovy
        hostA running boot 60 3 default.groovy default.groovy
        """,
        cli.run("-o list -q").out());
  }

  @Test
  void letsQuietWinOverVerbose() {
    assertEquals(cli.run("-o list -q").out(), cli.run("-o list -v -q").out());
    assertEquals(cli.run("-o list -q").out(), cli.run("list -q").out());
    assertEquals(cli.run("-o list").out(), cli.run("list -v").out());
  }

  @Test
  void keepsTheOrderOfTheHostsThatAreNamed() {
    assertEquals(
        """
        hostA running boot 60 3 default.groovy default.groovy
        10.0.0.7 stopped noboot 0.25 0 take-mail.groovy default.groovy
        """,
        cli.run("-o list -q hostA 10.0.0.7").out());
  }

  @Test
  void showsWhatIsStartedAsStoppedWhileNoDaemonRuns() {
    offices.running = false;
    assertEquals(
        "hostA stopped boot 60 3 default.groovy default.groovy\n",
        cli.run("-o list -q hostA").out());
  }

  @Test
  void printsTheDocumentAsJson() {
    assertEquals(
        """
        {
          "monitors" : [ {
            "host" : "10.0.0.7",
            "interval_s" : 0.25,
            "retries" : 0,
            "timeout_s" : 1,
            "lost_pulse" : "take-mail.groovy",
            "regain_pulse" : "default.groovy",
            "start_at_reboot" : false,
            "origin" : null,
            "running" : false,
            "started" : false,
            "verdict" : "stopped",
            "since" : "2026-11-22T03:12:09Z",
            "because" : "the monitor was added",
            "last_answer" : null,
            "absent_until" : null,
            "open_outage" : null
          } ]
        }
        """,
        cli.run("-o list --json 10.0.0.7").out());
  }
}
