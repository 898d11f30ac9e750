package org.failovermon.app.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pair whose other half dies: the takeover script runs, with recorders in place of every program
 * that it names.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PairExamplesTest {
  private static final String FENCE = "/usr/local/sbin/fence-host";

  @TempDir Path folder;

  @Test
  void theDatabasePairTakesNothingUntilTheFenceHasEndedWell() throws Exception {
    try (Trial trial = new Trial(folder, "database-pair");
        Listener postgresql = Listener.silent()) {
      trial.tellsBy("tell");
      Brings database = Brings.build(trial, "database-pair");
      database.look(trial);
      String policy = "policies/database.groovy";
      String script = "scripts/lost-pulse/take-database.groovy";
      trial.record(
          script,
          "findmnt",
          "vgchange",
          "fsck",
          "mount",
          "ip",
          "arping",
          "systemctl",
          "pg_isready");
      trial.adapt(script, "'" + FENCE + "'", "'" + trial.recorder("fence", 1) + "'");
      trial.adapt(
          policy,
          "'127.77.0.1', port: 5432",
          "'127.0.0.1', port: " + postgresql.port(),
          "'127.78.7.1'",
          "'" + Trial.PEER_CABLE + "'",
          "every 10.seconds",
          "every 200.ms",
          "every 1.second",
          "every 200.ms",
          "timeout 1.second",
          "timeout 400.ms");
      trial.awaitLog("monitor db1: "); // what was changed
      trial.startPeer();
      trial.type("failovermon start db1");
      trial.awaitVerdict("db1", "up");
      trial.awaitCheck("db1/postgresql", "ok");

      postgresql.die();
      trial.awaitRun("rule", "succeeded");
      assertEquals(1, trial.recorded().size(), trial::all);
      assertTrue(trial.recorded().getFirst().startsWith("tell "), trial::all);
      assertEquals(0, trial.runs("lost-pulse", "failed"), trial::all);

      trial.killPeer();
      long run = trial.awaitRun("lost-pulse", "failed");
      assertEquals(List.of("fence db1"), trial.took(), trial::all);

      trial.recorder("fence", 0);
      trial.type("failovermon run retry " + run);
      trial.awaitRun("lost-pulse", "succeeded");
      assertEquals(
          List.of(
              "fence db1",
              "fence db1",
              "findmnt --noheadings --output SOURCE /var/lib/postgresql",
              "ip -oneline address show dev eth0 to 10.0.0.100",
              "ip address add 10.0.0.100/24 dev eth0",
              "arping -U -c 3 -I eth0 10.0.0.100",
              "systemctl start postgresql",
              "pg_isready -h 10.0.0.100"),
          trial.took().stream().map(line -> line.replace("127.77.0.", "10.0.0.")).toList());
    }
  }

  /** As shipped the fence does not exist; the file that it names must not exist here either. */
  @Test
  void theWebPairMovesNothingAsLongAsTheFenceIsNotThere() throws Exception {
    try (Trial trial = new Trial(folder, "web-pair")) {
      trial.keepsTheConfigurationOfTheExample();
      Brings.build(trial, "web-pair").look(trial);
      assertEquals(
          "web1 stopped boot 1 3 take-web.groovy tell-on-call.groovy\n", trial.say("-o list -q"));
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(trial.home.resolve("key"))));
      String script = "scripts/lost-pulse/take-web.groovy";
      trial.record(script, "ip", "arping", "systemctl");
      trial.adapt(script, "'" + FENCE + "'", "'" + folder + "/fence-host'");
      trial.startPeer();
      trial.type("failovermon path check web1");
      trial.type("failovermon modify web1 --interval 200ms --timeout 400ms && failovermon start");
      trial.awaitVerdict("web1", "up");

      trial.killPeer();
      String run = trial.said(trial.awaitRun("lost-pulse", "failed"));
      assertTrue(run.contains("/fence-host"), run);
      assertTrue(trial.say("status").contains("failovermon run retry "), trial::all);
      assertEquals(List.of(), trial.recorded());

      trial.startPeer();
      trial.awaitVerdict("web1", "up");
      trial.awaitRun("regain-pulse", "succeeded");
      assertEquals(List.of(), trial.recorded());
    }
  }

  @Test
  void theMailPairIsLostWithTwoOfItsServicesAndHeldBackWithoutItsRouter() throws Exception {
    try (Trial trial = new Trial(folder, "mail-pair");
        Listener router = Listener.silent();
        Listener smtp = Listener.smtp();
        Listener imap = Listener.imap();
        Listener pop3 = Listener.pop3()) {
      trial.tellsBy("tell");
      trial.type(trial.block("**To try it without root:**"));
      trial.keepToLoopback();
      String policy = "policies/mail.groovy";
      String script = "scripts/lost-pulse/take-mail.groovy";
      trial.record(script, "ip", "arping", "systemctl");
      trial.adapt(script, "'" + FENCE + "'", "'" + trial.recorder("fence", 1) + "'");
      trial.adapt(
          policy,
          "smtp address: '127.77.0.1'",
          "smtp address: '127.0.0.1', port: " + smtp.port(),
          "imap address: '127.77.0.1'",
          "imap address: '127.0.0.1', port: " + imap.port(),
          "pop3 address: '127.77.0.1'",
          "pop3 address: '127.0.0.1', port: " + pop3.port(),
          "icmp address: '127.77.0.254', count: 3",
          "tcp address: '127.0.0.1', port: " + router.port(),
          "'127.78.7.1'",
          "'" + Trial.PEER_CABLE + "'",
          "checkEvery 30.seconds",
          "checkEvery 200.ms",
          "checkTimeout 10.seconds",
          "checkTimeout 2.seconds",
          "every 10.seconds",
          "every 200.ms");
      trial.startPeer();
      trial.start(trial.home);
      Brings.of("mail-pair").look(trial);
      trial.type("failovermon start");
      trial.awaitVerdict("mail1", "up");
      trial.awaitVerdict("router1", "up");

      smtp.die();
      trial.awaitCheck("mail1/smtp", "failed");
      router.die();
      trial.awaitVerdict("router1", "lost");
      imap.die();
      trial.awaitCheck("mail1/imap", "failed");
      trial.awaitVerdict("mail1", "held back");
      assertEquals(List.of(), trial.took(), trial::all);

      router.live();
      trial.awaitVerdict("router1", "up");
      trial.awaitVerdict("mail1", "lost");
      long run = trial.awaitRun("lost-pulse", "failed");
      assertEquals(List.of("fence mail1"), trial.took(), trial::all);
      trial.recorder("fence", 0);
      trial.type("failovermon run retry " + run);
      trial.awaitRuns("lost-pulse", "succeeded", 2); // the router's own told people
      assertEquals(
          List.of(
              "fence mail1",
              "fence mail1",
              "ip -oneline address show dev eth0 to 127.77.0.100",
              "ip address add 127.77.0.100/24 dev eth0",
              "arping -U -c 3 -I eth0 127.77.0.100",
              "systemctl start postfix",
              "systemctl start dovecot"),
          trial.took());
    }
  }
}
