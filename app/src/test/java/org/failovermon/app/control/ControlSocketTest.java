package org.failovermon.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.failovermon.app.FakeLive;
import org.failovermon.app.FakeOffices;
import org.failovermon.app.MemoryInstallation;
import org.failovermon.app.Refusal;
import org.failovermon.app.rights.Accounts;
import org.failovermon.app.rights.Rights;
import org.failovermon.engine.decide.Inventory;
import org.failovermon.engine.decide.SnapshotKnown;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control interface over a real socket: questions, changes, rights, bad requests. */
class ControlSocketTest {
  @TempDir Path folder;
  private final MemoryInstallation installation = new MemoryInstallation();
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private Path socket = Path.of("/");
  private AutoCloseable server = () -> {};
  private Desk desk = new FakeOffices().forLooking(org.failovermon.app.home.Home.at(Path.of("/")));

  private final class Engine implements Operations {
    @Override
    public Reply operate(String who, OperatorCommand command) {
      done.add(who + ": " + command.getClass().getSimpleName());
      Inventory.Change change =
          Inventory.apply(
              new SnapshotKnown(installation.snapshot()), command, who, FakeOffices.NOW, true);
      installation.apply(change.writes());
      return change.reply();
    }

    @Override
    public Reply command(String who, DaemonCommand command) {
      done.add(who + ": " + command);
      return new Reply(0, List.of("done"), List.of("careful"), List.of());
    }

    @Override
    public void refused(String who, String what) {
      done.add(who + ": refused " + what);
    }
  }

  @BeforeEach
  void open() throws Exception {
    socket = folder.resolve("control.sock");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    server =
        ControlServer.open(
            socket,
            new Questions(
                "/home", 6940, installation, new FakeLive(installation), Clock.systemUTC()),
            new Engine(),
            new Rights("/home", Accounts.ownUid(), "no-such-group"));
    Desk client = ControlClient.to(socket, Duration.ofSeconds(30));
    assertNotNull(client);
    desk = client;
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private static OperatorCommand add(String host) {
    return new OperatorCommand.Add(MonitorSpec.withDefaults(new HostName(host)), true);
  }

  @Test
  void carriesCommandsAndRepliesAndRecordsWhoAsked() {
    Reply reply = desk.operate(add("hostA"));
    assertEquals(0, reply.exit());
    assertEquals("added hostA and started its monitor", reply.messages().getFirst());
    assertEquals(1, desk.operate(add("hostA")).exit());
    assertEquals(List.of(Accounts.own().who() + ": Add", Accounts.own().who() + ": Add"), done);
  }

  @Test
  void answersEveryQuestion() {
    desk.operate(add("hostA"));
    assertEquals(
        "hostA",
        desk.ask(new Query.Monitors(List.of(new HostName("hosta"))))
            .path("monitors")
            .path(0)
            .path("host")
            .asString(""));
    assertEquals(1, desk.ask(new Query.Status()).path("monitors").size());
    assertEquals(1, desk.ask(new Query.Paths(null)).path("paths").size());
    assertEquals(0, desk.ask(new Query.Jobs()).path("jobs").size());
    assertEquals(0, desk.ask(new Query.Runs(null, 10)).path("runs").size());
    assertEquals(1, desk.ask(new Query.Log("hostA", null, 0, 10)).path("log").size());
    assertEquals(812, desk.ask(new Query.Daemon()).path("daemon").path("pid").asInt(0));
  }

  @Test
  void saysWhatDoesNotExist() {
    Refusal noRun = assertThrows(Refusal.class, () -> desk.ask(new Query.Show(17)));
    assertTrue(noRun.sentences().getFirst().startsWith("there is no run 17"));
    Refusal noHost =
        assertThrows(
            Refusal.class, () -> desk.ask(new Query.Monitors(List.of(new HostName("hostZ")))));
    assertTrue(noHost.sentences().getFirst().startsWith("there is no monitor for hostZ"));
  }

  @Test
  void carriesEveryDaemonCommand() {
    List<DaemonCommand> commands =
        List.of(
            new DaemonCommand.Announce(Duration.ofMinutes(10)),
            new DaemonCommand.AnnounceBack(),
            new DaemonCommand.CheckPath(new HostName("hostA"), "10.0.0.1", 7000),
            new DaemonCommand.Stop(),
            new DaemonCommand.ResetFigures());
    for (DaemonCommand command : commands) {
      Reply reply = desk.command(command);
      assertEquals(List.of("careful"), reply.warnings());
    }
    assertEquals(
        commands.stream().map(command -> Accounts.own().who() + ": " + command).toList(), done);
  }

  @Test
  void isOpenToEverybodyAndGoneAfterwards() throws Exception {
    assertEquals("rw-rw-rw-", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    server.close();
    assertNull(ControlClient.to(socket, Duration.ofSeconds(1)));
  }

  @Test
  void answersBadRequestsWithASentence() throws Exception {
    assertTrue(raw("GET /v1/nothing").contains("there is nothing under /v1/nothing"));
    assertTrue(raw("GET /v1/log?limit=0").contains("limit must be 1 to 10000, was 0"));
    assertTrue(raw("GET /v1/log?since=today").contains("is not a time"));
    assertTrue(raw("DELETE /v1/monitors").contains("takes GET and POST"));
    assertTrue(raw("POST /v1/operate", "{").contains("not JSON"));
    assertTrue(raw("POST /v1/operate", "{}").contains("the member 'command' is missing"));
    assertTrue(raw("POST /v1/operate", "{\"command\":\"fly\"}").contains("unknown command 'fly'"));
    assertTrue(
        raw("POST /v1/operate", "{\"command\":\"delete\",\"host\":\"a b\"}")
            .contains("invalid host"));
    assertTrue(
        raw("POST /v1/operate", "[" + " ".repeat(1_048_575) + "]")
            .contains("larger than 1048576 bytes"));
    assertEquals(List.of(), done);
  }

  private String raw(String request) throws Exception {
    return raw(request, "");
  }

  private String raw(String request, String body) throws Exception {
    return PeerSource.send(socket, request, body);
  }

  @Test
  void refusesChangesByAnotherUserByItsPeerCredentialsAndRecordsThat() throws Exception {
    assumeTrue(Accounts.ownUid() == 0, "needs root, to become another user");
    Path setpriv = Path.of("/usr/bin/setpriv");
    assumeTrue(Files.isExecutable(setpriv), "needs setpriv of util-linux");
    Path shared = Files.createTempDirectory(Path.of("/tmp"), "failovermon-peer");
    try {
      Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path link = shared.resolve("s");
      AutoCloseable open =
          ControlServer.open(
              link,
              new Questions(
                  "/home", 6940, installation, new FakeLive(installation), Clock.systemUTC()),
              new Engine(),
              new Rights("/home", 0, "no-such-group"));
      try {
        String refused =
            PeerSource.asNobody(
                shared,
                link,
                "POST /v1/operate?command=delete&host=hostA",
                "{\"command\":\"delete\",\"host\":\"hostA\"}");
        assertTrue(refused.contains("403"), refused);
        assertTrue(refused.contains("refused for lack of rights: nobody (uid 65534)"), refused);
        String looked = PeerSource.asNobody(shared, link, "GET /v1/status", "");
        assertTrue(looked.contains("200"), looked);
        String forged =
            PeerSource.asNobody(shared, link, "POST /v1/operate?command=a%0Ab%1B%5B2J", "{");
        assertTrue(forged.contains("403"), "judged before it is read: " + forged);
        assertEquals(
            List.of(
                "nobody (uid 65534): refused delete hostA",
                "nobody (uid 65534): refused a command"),
            done);
      } finally {
        open.close();
      }
    } finally {
      try (var files = Files.list(shared)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(shared);
    }
  }
}
