package org.failovermon.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.port.OperatorCommand;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Commands and queries survive the way over the socket unchanged. */
class CommandJsonTest {
  private static final HostName HOST = new HostName("hostA");

  static final List<OperatorCommand> COMMANDS =
      List.of(
          new OperatorCommand.Add(MonitorSpec.withDefaults(HOST), false),
          new OperatorCommand.Add(
              new MonitorSpec(
                  HOST,
                  Duration.ofNanos(12_345_678_901L),
                  7,
                  Duration.ofMillis(5),
                  new ScriptRef("/opt/x"),
                  new ScriptRef("y.groovy"),
                  true),
              true),
          new OperatorCommand.Delete(HOST),
          new OperatorCommand.Modify(HOST, null, null, null, null, null, null, false),
          new OperatorCommand.Modify(
              HOST,
              Duration.ofDays(366),
              0,
              Duration.ofHours(1),
              new ScriptRef("a"),
              new ScriptRef("b"),
              false,
              true),
          new OperatorCommand.Start(List.of()),
          new OperatorCommand.Start(List.of(HOST, new HostName("fd00::1"))),
          new OperatorCommand.Stop(List.of(HOST)),
          new OperatorCommand.AddPath(HOST, "10.0.0.1", 0),
          new OperatorCommand.DeletePath(HOST, "10.0.0.1"),
          new OperatorCommand.ModifyPath(HOST, "10.0.0.1", "10.0.0.2", 7000),
          new OperatorCommand.AddJob(
              new Job(
                  "nightly",
                  "0 0 2 * * ?",
                  ZoneId.of("Europe/Berlin"),
                  new Job.RunScript(new ScriptRef("x")))),
          new OperatorCommand.AddJob(
              new Job(
                  "off-peak",
                  "0 0 20 * * ?",
                  ZoneId.of("UTC"),
                  new Job.SetInterval(HOST, Duration.ofMinutes(20)))),
          new OperatorCommand.DeleteJob("nightly"),
          new OperatorCommand.RetryRun(1L << 40),
          new OperatorCommand.DismissRun(17),
          new OperatorCommand.AddMaintenance(
              new Maintenance(
                  "move",
                  Set.of("hosta", "www"),
                  new Maintenance.Once(
                      Instant.parse("2026-12-01T02:00:00Z"), Instant.parse("2026-12-01T04:00:00Z")),
                  null)),
          new OperatorCommand.AddMaintenance(
              new Maintenance(
                  "patch-day",
                  Set.of(),
                  new Maintenance.Recurring(
                      "0 0 2 ? * SUN", ZoneId.of("Europe/Berlin"), Duration.ofHours(2)),
                  null)),
          new OperatorCommand.DeleteMaintenance("patch-day"));

  static final List<Query> QUERIES =
      List.of(
          new Query.Monitors(List.of()),
          new Query.Monitors(List.of(HOST, new HostName("fe80::1%eth0"))),
          new Query.Status(),
          new Query.Log(null, null, 0, 100),
          new Query.Log("job a&b=c d", Instant.parse("2026-11-22T03:00:00.123Z"), 17, 10_000),
          new Query.Runs(null, 1),
          new Query.Runs("hostA", 5),
          new Query.Show(17),
          new Query.Paths(null),
          new Query.Paths(HOST),
          new Query.Jobs(),
          new Query.Daemon());

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void readsWhatItWrote(OperatorCommand command) {
    assertEquals(command, CommandJson.read(Json.parse(Json.bytes(CommandJson.write(command)))));
  }

  @ParameterizedTest
  @FieldSource("QUERIES")
  void asksWhatWasAsked(Query query) {
    String[] uri = QueryUri.write(query).split("\\?", 2);
    assertEquals(Optional.of(query), QueryUri.read(uri[0], uri.length > 1 ? uri[1] : ""));
  }
}
