package org.failovermon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.Write;

/** Any sequence of writes, and what is loaded after it, against a model made of plain maps. */
class StorePropertiesTest {
  private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

  @Property(tries = 60)
  void loadsWhatAPlainModelHolds(@ForAll("batches") List<List<Write>> batches) throws IOException {
    Path home = Files.createTempDirectory("store");
    Path file = home.resolve("failovermon.db");
    StoreOptions options = StoreOptions.defaults(file).wall(() -> END);
    StoreModel model = new StoreModel(END);
    RecordingInbox inbox = new RecordingInbox();
    try {
      try (SqliteStore store = SqliteStore.open(options)) {
        store.start(inbox);
        long number = 0;
        for (List<Write> batch : batches) {
          store.commit(++number, batch);
          batch.forEach(model::apply);
        }
      }
      assertEquals(batches.size(), inbox.committed().size());
      try (SqliteStore store = SqliteStore.open(options)) {
        assertEquals(model.snapshot(), store.load());
      }
      try (SqliteReader reader = SqliteReader.open(file)) {
        assertEquals(model.snapshot(), reader.snapshot());
        assertEquals(
            model.log(),
            reader.log(LogFilter.newest(10_000)).stream().map(LogLine::entry).toList());
        for (Map.Entry<Long, String> output : model.outputs().entrySet()) {
          assertEquals(output.getValue(), reader.runOutput(output.getKey()).orElseThrow());
        }
        readsThePoliciesOf(model.policies(), reader);
      }
    } finally {
      for (String suffix : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(home.resolve("failovermon.db" + suffix));
      }
      Files.delete(home);
    }
  }

  private static void readsThePoliciesOf(PolicyModel model, SqliteReader reader) {
    assertEquals(
        model.versions().stream().map(PolicyVersion::number).toList(),
        reader.policyVersions(100).reversed().stream().map(PolicyVersionLine::number).toList());
    for (PolicyVersion version : model.versions()) {
      assertEquals(version, reader.policyVersion(version.number()).orElseThrow());
      assertEquals(model.files(version.number()), reader.policyFiles(version.number()));
    }
    model
        .incidents()
        .forEach(
            (check, all) ->
                assertEquals(
                    List.copyOf(all.values()), reader.incidents(check, 100).reversed(), check));
  }

  @Provide
  Arbitrary<List<List<Write>>> batches() {
    return writes().list().ofMaxSize(8).list().ofMaxSize(12);
  }

  private static Arbitrary<Write> writes() {
    return Arbitraries.oneOf(
        monitors().map(Write.PutMonitor::new),
        hosts().map(Write.DeleteMonitor::new),
        states().map(Write.PutState::new),
        paths().map(Write.PutPath::new),
        Combinators.combine(hosts(), addresses()).as(Write.DeletePath::new),
        jobs().map(Write.PutJob::new),
        jobNames().map(Write.DeleteJob::new),
        Combinators.combine(jobNames(), times()).as(Write.JobFired::new),
        outages().map(Write.PutOutage::new),
        Combinators.combine(ids(), times()).as(Write.EndOutage::new),
        runs().map(Write.PutRun::new),
        Combinators.combine(ids(), texts()).as(Write.PutRunOutput::new),
        lines().map(Write.Append::new),
        texts().map(Write.PutBootId::new),
        PolicyWrites.any());
  }

  private static Arbitrary<MonitorSpec> monitors() {
    return Combinators.combine(
            hosts(),
            Arbitraries.of("0", "10ms", "60s", "366d"),
            Arbitraries.integers().between(0, MonitorSpec.MAX_RETRIES),
            Arbitraries.longs().between(5, 3_600_000),
            scripts(),
            scripts(),
            Arbitraries.of(true, false))
        .as(
            (host, interval, retries, timeout, lost, regain, boot) ->
                new MonitorSpec(
                    host,
                    org.failovermon.engine.model.Durations.parse(interval),
                    retries,
                    Duration.ofMillis(timeout),
                    lost,
                    regain,
                    boot));
  }

  private static Arbitrary<MonitorState> states() {
    return Combinators.combine(
            hosts(),
            Arbitraries.of(true, false),
            Arbitraries.of(Verdict.class),
            times(),
            texts(),
            ids(),
            times().injectNull(0.3),
            ids())
        .as(
            (host, started, verdict, since, because, outage, answer, number) ->
                new MonitorState(
                    host, started, verdict, since, because, outage, answer, number, 3, answer));
  }

  private static Arbitrary<CommPath> paths() {
    return Combinators.combine(
            hosts(), addresses(), Arbitraries.integers().between(0, 65535), Arbitraries.of(true))
        .as(CommPath::new);
  }

  private static Arbitrary<Job> jobs() {
    Arbitrary<Job.Action> actions =
        Arbitraries.oneOf(
            scripts().map(Job.RunScript::new),
            hosts().map(host -> new Job.SetInterval(host, Duration.ofMinutes(20))));
    return Combinators.combine(jobNames(), texts(), actions)
        .as((name, cron, action) -> new Job(name, cron, ZoneId.of("Europe/Berlin"), action));
  }

  private static Arbitrary<Outage> outages() {
    return Combinators.combine(ids(), hosts(), times(), texts(), times().injectNull(0.5))
        .as(Outage::new);
  }

  private static Arbitrary<Run> runs() {
    return Combinators.combine(
            ids(),
            Arbitraries.of(RunKind.class),
            scripts(),
            Arbitraries.of(RunStatus.class),
            texts(),
            times(),
            times().injectNull(0.5),
            Arbitraries.integers().injectNull(0.5))
        .as(
            (id, kind, script, status, text, requested, ended, code) ->
                new Run(
                    id, kind, "hosta", 1, script, status, text, requested, ended, ended, code, text,
                    id));
  }

  private static Arbitrary<LogEntry> lines() {
    return Combinators.combine(times(), Arbitraries.of(LogEntry.Kind.class), texts(), texts())
        .as((at, kind, a, b) -> new LogEntry(at, kind, a, b, a, b, a));
  }

  private static Arbitrary<HostName> hosts() {
    return Arbitraries.of("hosta", "HostA", "hostb", "10.0.0.1", "fe80::1%eth0").map(HostName::new);
  }

  private static Arbitrary<String> addresses() {
    return Arbitraries.of("10.0.0.1", "fd00::7", "hosta");
  }

  private static Arbitrary<String> jobNames() {
    return Arbitraries.of("nightly", "off-peak");
  }

  private static Arbitrary<ScriptRef> scripts() {
    return Arbitraries.of("default.groovy", "/opt/take mail".replace(' ', '-'), "ü.sh")
        .map(ScriptRef::new);
  }

  static Arbitrary<Long> ids() {
    return Arbitraries.longs().between(1, 12);
  }

  static Arbitrary<Instant> times() {
    return Combinators.combine(
            Arbitraries.longs().between(-9_000_000_000L, 9_000_000_000L),
            Arbitraries.integers().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().excludeChars(surrogates()).ofMaxLength(20),
        Arbitraries.of("", "'; DROP TABLE log; --", "two\nlines", "nul\0in it", "🙂 ünï"));
  }

  /** Half a character cannot be written as UTF-8. */
  private static char[] surrogates() {
    char[] all = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
    for (int i = 0; i < all.length; i++) {
      all[i] = (char) (Character.MIN_SURROGATE + i);
    }
    return all;
  }
}
