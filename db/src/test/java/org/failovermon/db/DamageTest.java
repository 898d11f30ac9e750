package org.failovermon.db;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.failovermon.db.schema.DatabaseException;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.port.Write;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged file is named, the remedy is said, and the file stays as it is. */
class DamageTest {
  @TempDir Path home;

  private Path file() {
    return home.resolve("failovermon.db");
  }

  @BeforeEach
  void makeADatabase() {
    RecordingInbox inbox = new RecordingInbox();
    try (SqliteStore store = SqliteStore.open(StoreOptions.defaults(file()))) {
      store.start(inbox);
      List<Write> writes = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        writes.add(new Write.PutMonitor(Samples.monitor(new HostName("host" + i))));
        writes.add(new Write.Append(Samples.line(i)));
      }
      store.commit(1, writes);
      inbox.awaitCommitted(1);
    }
  }

  private void refusedAndUntouched(byte[] damaged) throws IOException {
    Files.write(file(), damaged);
    for (String said :
        List.of(
            assertThrows(DatabaseException.class, this::openAndLoad).getMessage(),
            assertThrows(DatabaseException.class, this::read).getMessage())) {
      assertTrue(said.contains(file() + ": the file is damaged"), said);
      assertTrue(said.contains(".recover"), said);
      assertTrue(said.contains("put back a backup"), said);
    }
    assertArrayEquals(damaged, Files.readAllBytes(file()));
  }

  private void openAndLoad() {
    try (SqliteStore store = SqliteStore.open(StoreOptions.defaults(file()))) {
      store.load();
    }
  }

  private void read() {
    try (SqliteReader reader = SqliteReader.open(file())) {
      reader.snapshot();
    }
  }

  @Test
  void aDamagedHeaderIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    Arrays.fill(bytes, 0, 16, (byte) 'x');
    refusedAndUntouched(bytes);
  }

  @Test
  void aDamagedMiddleIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    Arrays.fill(bytes, 4096, bytes.length, (byte) 0xff);
    refusedAndUntouched(bytes);
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    refusedAndUntouched(Arrays.copyOf(bytes, bytes.length / 2));
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    refusedAndUntouched(new byte[0]);
  }

  @Test
  void somethingElseIsRefused() throws IOException {
    refusedAndUntouched("port = 6940\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aMissingFolderIsNamed() {
    Path missing = home.resolve("missing/failovermon.db");
    String said =
        assertThrows(
                DatabaseException.class, () -> SqliteStore.open(StoreOptions.defaults(missing)))
            .getMessage();
    assertTrue(said.contains("the folder " + missing.getParent() + " does not exist"), said);
  }

  @Test
  void aHalfMadeNewDatabaseIsMadeAnew() throws IOException {
    Files.delete(file());
    Files.writeString(home.resolve("failovermon.db.new"), "half of it");
    openAndLoad();
    assertTrue(Files.notExists(home.resolve("failovermon.db.new")));
  }
}
