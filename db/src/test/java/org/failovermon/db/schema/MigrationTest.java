package org.failovermon.db.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.failovermon.db.SqliteReader;
import org.failovermon.db.SqliteStore;
import org.failovermon.db.StoreOptions;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

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
  void aMigratedDatabaseHasTheSchemaOfANewOne() throws Exception {
    placeVersion1();
    open().close();
    Path fresh = home.resolve("fresh.db");
    SqliteStore.open(StoreOptions.defaults(fresh)).close();
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
