package org.failovermon.app.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.failovermon.app.Await;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rules, a check, a window and a deadline of a policy, in real daemons: what was acted, and how
 * often.
 */
class RulesInActionTest {
  private static final String WATCHER = "127.0.0.1";
  private static final String WATCHED = "127.0.0.2";

  private static final String POLICY =
      """
      monitor('127.0.0.2') {
          every 100.ms
          retries 3
          timeout 500.ms
          deadline 1.second
          lostPulse { log "lost: $reason" }
          regainPulse { while (true) { } }        // ended at the deadline
      }
      check('door') {
          tcp address: '127.0.0.1', port: DOOR, talk: [send('PING\\r\\n'), expect('PONG')]
          every 100.ms
          failAfter 2
          recoverAfter 1
      }
      rule('lost') { on lost('127.0.0.2'); oncePer incident; action { exec '/bin/sh', 'ACT', 'lost' } }
      rule('up') { on up('127.0.0.2'); action { exec '/bin/sh', 'ACT', 'up' } }
      rule('failed') { on failed('door'); atMost 1, 1.hour; action { exec '/bin/sh', 'ACT', 'failed' } }
      rule('recovered') { on recovered('door'); action { exec '/bin/sh', 'ACT', 'recovered' } }
      rule('file') { on fileChanged('WATCHED_FILE'); action { exec '/bin/sh', 'ACT', 'file' } }
      rule('stopped') { on operatorDid('stop'); action { exec '/bin/sh', 'ACT', 'stopped' } }
      rule('time') { on cron('* * * * * ?'); atMost 2, 1.hour; action { exec '/bin/sh', 'ACT', 'time' } }
      rule('run') {
          on runEnded(of: '127.0.0.2', kind: 'regain-pulse', how: 'timed out')
          action { exec '/bin/sh', 'ACT', 'run' }
      }
      """;

  @TempDir Path folder;
  private Path acted = Path.of("");
  private Path watchedFile = Path.of("");

  @BeforeEach
  void files() throws IOException {
    acted = folder.resolve("acted");
    watchedFile = folder.resolve("watched");
    Files.writeString(watchedFile, "one");
    Files.writeString(folder.resolve("act"), "echo \"$1\" >> " + acted + "\n");
  }

  /** A service that answers each connection, until it is shut. */
  private record Door(ServerSocket socket) implements AutoCloseable {
    static Door open(int port) throws IOException {
      Door door = new Door(new ServerSocket(port, 50, InetAddress.ofLiteral(WATCHER)));
      Thread.ofVirtual().start(door::answer);
      return door;
    }

    private void answer() {
      while (!socket.isClosed()) {
        try (Socket visitor = socket.accept()) {
          visitor.getInputStream().read();
          visitor.getOutputStream().write("PONG\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
          // The door is shut, or the visitor left.
        }
      }
    }

    void shut() throws IOException {
      socket.close();
    }

    @Override
    public void close() throws IOException {
      shut();
    }
  }

  /** How often each rule acted, as its action wrote it down. */
  private Map<String, Integer> acted() {
    Map<String, Integer> times = new TreeMap<>();
    try {
      if (Files.exists(acted)) {
        Files.readAllLines(acted).forEach(line -> times.merge(line, 1, Integer::sum));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return times;
  }

  private void awaitActed(PolicyHouse house, String rule, int times) {
    Await.until(
        "rule " + rule + " acts " + times + " times",
        () -> acted().getOrDefault(rule, 0) >= times,
        () -> acted() + house.all());
  }

  private static void awaitLog(PolicyHouse house, String text) {
    Await.until(
        "the log says " + text, () -> house.run("log -n 500").out().contains(text), house::all);
  }

  private static void awaitVerdict(PolicyHouse house, String verdict) {
    Await.until(
        WATCHED + " is " + verdict,
        () -> house.run("status --json").out().contains("\"verdict\" : \"" + verdict + "\""),
        house::all);
  }

  @Test
  void eachEventIsActedOnOnceAndNothingTwiceOverEditsAndAKill() throws Exception {
    try (Door first = Door.open(0);
        PolicyHouse house = new PolicyHouse(folder.resolve("a"));
        DaemonProcess peer = new DaemonProcess(folder.resolve("b"), WATCHED, house.port())) {
      int doorPort = first.socket().getLocalPort();
      assertEquals(0, house.run("key generate").exit());
      Files.copy(house.daemon.home.key(), peer.home.key());
      Files.setPosixFilePermissions(peer.home.key(), PosixFilePermissions.fromString("rw-------"));
      house.write(
          "policies/all.groovy",
          POLICY
              .replace("DOOR", Integer.toString(doorPort))
              .replace("WATCHED_FILE", watchedFile.toString())
              .replace("ACT", folder.resolve("act").toString()));
      Process host = peer.start();
      Process daemon = house.daemon.start();
      awaitVerdict(house, "up");
      Await.until("door is ok", () -> house.run("check list").out().contains(" ok "), house::all);
      assertEquals(0, acted().getOrDefault("up", 0), "a first answer is no event");

      host.destroyForcibly().waitFor();
      awaitActed(house, "lost", 1);
      host = peer.start();
      awaitActed(house, "up", 1);
      awaitActed(house, "run", 1); // the endless script was ended, and the rule heard of it

      first.shut();
      awaitActed(house, "failed", 1);
      try (Door second = Door.open(doorPort)) {
        awaitActed(house, "recovered", 1);
        second.shut();
        awaitLog(house, "rule failed does not act on incident 2 of door");
      }
      Files.writeString(watchedFile, "two");
      awaitActed(house, "file", 1);
      awaitActed(house, "time", 2);
      awaitLog(house, "rule time does not act");

      house.write("policies/other.groovy", PolicyHouse.monitor("hostb", 60));
      house.awaitList("127.0.0.2 running ", "hostb stopped ");
      daemon.destroyForcibly().waitFor();
      house.daemon.start();
      awaitVerdict(house, "up");
      assertEquals(1, house.run("stop hostb").exit());
      assertEquals(0, acted().getOrDefault("stopped", 0), "it did not run, so nothing was done");

      assertEquals(0, house.run("maintenance add repair --lasts 1h 127.0.0.2").exit());
      host.destroyForcibly().waitFor();
      awaitVerdict(house, "held back");
      assertEquals(1, acted().get("lost"), "nothing runs in the window");
      assertEquals(0, house.run("maintenance delete repair").exit());
      awaitActed(house, "lost", 2);
      assertEquals(0, house.run("stop 127.0.0.2").exit());
      awaitActed(house, "stopped", 1);
      assertEquals(
          Map.of(
              "lost",
              2,
              "up",
              1,
              "run",
              1,
              "failed",
              1,
              "recovered",
              1,
              "file",
              1,
              "time",
              2,
              "stopped",
              1),
          acted());
      assertTrue(house.run("runs --json").out().contains("\"timed out\""), house.all());
    }
  }
}
