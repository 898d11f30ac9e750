package org.failovermon.db.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.failovermon.db.LogFilter;
import org.failovermon.db.SqliteReader;
import org.failovermon.db.SqliteStore;
import org.failovermon.db.StoreOptions;
import org.failovermon.db.history.HistoryBucket;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.Write;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

  /** When the database of version 2 was written last. */
  private static final Instant THEN = Instant.parse("2026-10-01T03:00:00Z");

  private static final HostName HOST_A = new HostName("hostA");

  @TempDir Path home;

  private Path file() {
    return home.resolve("failovermon.db");
  }

  private void placeVersion1() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(MigrationTest.class.getResourceAsStream("version-1.db"))) {
      Files.copy(in, file());
    }
  }

  private void placeVersion2() throws IOException, SQLException {
    try (InputStream in =
            Objects.requireNonNull(MigrationTest.class.getResourceAsStream("version-2.sql"));
        Connection connection = connect(file());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertEquals(2, version(file()));
  }

  private SqliteStore open() {
    return SqliteStore.open(StoreOptions.defaults(file()).wall(() -> NOW));
  }

  @Test
  void migratesADatabaseOfVersion1WithAllThatItHolds() throws Exception {
    placeVersion1();
    try (SqliteStore store = open()) {
      Snapshot loaded = store.load();
      assertEquals("hostA", loaded.monitors().getFirst().host().value());
      assertEquals(Verdict.LOST, loaded.states().getFirst().verdict());
      assertEquals(2, loaded.paths().size());
      assertEquals(1, loaded.jobs().size());
      assertEquals(1, loaded.openOutages().size());
      assertEquals(RunStatus.UNKNOWN, loaded.openRuns().getFirst().status());
      assertEquals(0, loaded.openRuns().getFirst().retryOf());
      assertEquals(6, store.nextIncarnation());
    }
    try (SqliteReader reader = SqliteReader.open(file())) {
      assertEquals("taking over\n", reader.runOutput(1).orElseThrow());
    }
    assertEquals(Migrations.newest(), version(file()));
  }

  @Test
  void migratesADatabaseOfVersion2WithAllThatItHolds() throws Exception {
    placeVersion2();
    try (SqliteStore store = open()) {
      Snapshot loaded = store.load();
      assertEquals(
          List.of("hostA", "hostB"),
          loaded.monitors().stream().map(each -> each.host().value()).toList());
      assertEquals(
          List.of(Verdict.LOST, Verdict.STOPPED),
          loaded.states().stream().map(each -> each.verdict()).toList());
      assertEquals(3, loaded.paths().size());
      assertEquals(List.of("nightly", "off-peak"), loaded.jobs().stream().map(Job::name).toList());
      assertEquals(Map.of("nightly", THEN.minusSeconds(3_600)), loaded.jobsFired());
      assertEquals(List.of(3L), loaded.openOutages().stream().map(Outage::id).toList());
      assertEquals(List.of(4L), loaded.openRuns().stream().map(Run::id).toList());
      assertEquals(RunStatus.UNKNOWN, loaded.openRuns().getFirst().status());
      assertEquals(List.of(3L, 4L), List.of(loaded.lastOutage(), loaded.lastRun()));
      assertEquals("boot-1", loaded.bootId());
      assertEquals(8, store.nextIncarnation());
      // What it did not know yet is empty; what can be told from old rows is known.
      Snapshot.PolicyPart policy = loaded.policy();
      assertEquals(
          new Snapshot.PolicyPart(
              List.of(),
              List.of(),
              Map.of(),
              List.of(),
              Map.of(HOST_A, List.of(THEN.minusSeconds(7_200), THEN)),
              Map.of(),
              List.of(),
              0),
          policy);
    }
    try (SqliteReader reader = SqliteReader.open(file())) {
      assertEquals("taking over\n", reader.runOutput(2).orElseThrow());
      assertEquals(1, reader.run(2).orElseThrow().retryOf());
      assertEquals(
          List.of("4 beats in a row were missed", "stop hostB"),
          reader.log(LogFilter.newest(10)).stream().map(line -> line.entry().text()).toList());
      HistoryBucket beats =
          reader.history(HOST_A, THEN, THEN.plusSeconds(60), Duration.ofMinutes(1)).getFirst();
      assertEquals(List.of(7L, 3L), List.of(beats.hits(), beats.misses()));
      assertEquals(0, reader.policyVersions(10).size());
    }
    assertEquals(Migrations.newest(), version(file()));
    assertEquals(2, version(home.resolve("failovermon.db.v2-20261122T030000")));
  }

  @Test
  void aMigratedDatabaseOfVersion2TakesWhatPoliciesAdd() throws Exception {
    placeVersion2();
    Owned owned = new Owned(Owned.Kind.MONITOR, "hostA", new Place("policies/a.groovy", 1));
    PolicyVersion first =
        new PolicyVersion(
            1,
            NOW,
            "root",
            "edited policies/a.groovy",
            List.of(new PolicyVersion.FileChange("policies/a.groovy", "monitor('hostA') {}\n")));
    CountDownLatch committed = new CountDownLatch(1);
    try (SqliteStore store = open()) {
      store.load();
      store.start(
          event -> {
            committed.countDown();
            return true;
          });
      store.commit(1, List.of(new Write.PutOwned(owned), new Write.PutPolicyVersion(first)));
      assertTrue(committed.await(60, TimeUnit.SECONDS));
    }
    try (SqliteReader reader = SqliteReader.open(file())) {
      assertEquals(List.of(owned), reader.snapshot().policy().owned());
      assertEquals(1, reader.snapshot().policy().version());
      assertEquals(Map.of("policies/a.groovy", "monitor('hostA') {}\n"), reader.policyFiles(1));
    }
  }

  @Test
  void aMigratedDatabaseHasTheSchemaOfANewOne() throws Exception {
    Path fresh = home.resolve("fresh.db");
    SqliteStore.open(StoreOptions.defaults(fresh)).close();
    placeVersion1();
    open().close();
    assertEquals(schema(fresh), schema(file()));
    Files.delete(file());
    placeVersion2();
    open().close();
    assertEquals(schema(fresh), schema(file()));
  }

  @Test
  void keepsACopyOfTheOldDatabase() throws Exception {
    placeVersion1();
    open().close();
    Path backup = home.resolve("failovermon.db.v1-20261122T030000");
    assertEquals(1, version(backup));
    try (Connection connection = connect(backup);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT host FROM monitor")) {
      assertTrue(row.next());
      assertEquals("hostA", row.getString(1));
    }
  }

  @Test
  void migratesOnceOnly() throws Exception {
    placeVersion1();
    open().close();
    open().close();
    try (Stream<Path> files = Files.list(home)) {
      assertEquals(
          List.of("failovermon.db", "failovermon.db.v1-20261122T030000"),
          files.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void aMigrationThatFailsLeavesTheOldVersion() throws Exception {
    placeVersion1();
    try (Connection connection = connect(file());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE history (in_the_way INTEGER)");
    }
    assertThrows(DatabaseException.class, this::open);
    assertEquals(1, version(file()));
    try (Connection connection = connect(file());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pragma_table_info('run') WHERE name = 'retry_of'")) {
      assertEquals(0, row.getInt(1));
    }
  }

  @Test
  void refusesADatabaseThatIsNewer() throws Exception {
    open().close();
    try (Connection connection = connect(file());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA user_version = 99");
    }
    byte[] before = Files.readAllBytes(file());
    String said = assertThrows(DatabaseException.class, this::open).getMessage();
    assertTrue(
        said.contains(
            "has schema version 99, and this failovermon knows versions up to "
                + Migrations.newest()
                + "; install"),
        said);
    assertTrue(java.util.Arrays.equals(before, Files.readAllBytes(file())));
    assertThrows(DatabaseException.class, () -> SqliteReader.open(file()));
  }

  @Test
  void aReaderDoesNotMigrateAndSaysWhoDoes() throws Exception {
    placeVersion1();
    String said =
        assertThrows(DatabaseException.class, () -> SqliteReader.open(file())).getMessage();
    assertTrue(said.contains("start the daemon once, it migrates the database"), said);
    assertEquals(1, version(file()));
  }

  @Test
  void refusesTheDatabaseOfAnotherProgram() throws Exception {
    try (Connection connection = connect(file());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE recipes (name TEXT)");
    }
    String said = assertThrows(DatabaseException.class, this::open).getMessage();
    assertTrue(said.contains("of another program"), said);
  }

  @Test
  void everyFileOfTheFolderIsAMigration() throws Exception {
    Path folder =
        Path.of(
                Objects.requireNonNull(Migrations.class.getResource(Migrations.files().getFirst()))
                    .toURI())
            .getParent();
    try (Stream<Path> files = Files.list(Objects.requireNonNull(folder))) {
      assertEquals(
          Migrations.files(),
          files
              .map(path -> path.getFileName().toString())
              .filter(name -> name.endsWith(".sql"))
              .sorted()
              .toList());
    }
    for (int i = 0; i < Migrations.newest(); i++) {
      assertTrue(Migrations.files().get(i).startsWith("%04d__".formatted(i + 1)));
    }
  }

  private static Connection connect(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  private static int version(Path file) throws SQLException {
    try (Connection connection = connect(file)) {
      return Migrations.version(connection);
    }
  }

  private static List<String> schema(Path file) throws SQLException {
    List<String> sql = new ArrayList<>();
    try (Connection connection = connect(file);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || ifnull(sql, '') FROM"
                    + " sqlite_schema ORDER BY 1")) {
      while (row.next()) {
        sql.add(row.getString(1));
      }
    }
    return sql;
  }
}
