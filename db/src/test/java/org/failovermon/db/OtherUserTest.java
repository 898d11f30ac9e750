package org.failovermon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.failovermon.engine.port.Write;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user may do who can read the home and write nothing in it. */
@Timeout(120)
class OtherUserTest {
  @TempDir Path folder;
  private Path home = Path.of("");

  @BeforeEach
  void makeAHome() throws IOException {
    assumeTrue(
        System.getProperty("user.name", "").equals("root")
            && Files.exists(Path.of("/usr/bin/setpriv")),
        "needs root and setpriv: the test reads as another user");
    open(folder);
    home = Files.createDirectory(folder.resolve("home"));
    open(home);
    for (Path up = folder; up != null; up = up.getParent()) {
      assumeTrue(
          Files.getPosixFilePermissions(up)
              .contains(java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE),
          "needs a build folder that everybody can enter: " + up);
    }
  }

  private static void open(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path file() {
    return home.resolve("failovermon.db");
  }

  private String asNobody(String what) throws IOException {
    return ChildJvm.output(
        ChildJvm.startAsNobody(folder, ReadingChild.class, what, file().toString()));
  }

  @Test
  void readsWhileADaemonRunsAndAfterItEnded() throws IOException {
    RecordingInbox inbox = new RecordingInbox();
    try (SqliteStore store = SqliteStore.open(StoreOptions.defaults(file()))) {
      store.start(inbox);
      store.commit(1, List.of(new Write.Append(Samples.line(1))));
      inbox.awaitCommitted(1);
      assertEquals("lines 1", asNobody("read"));
    }
    assertEquals("lines 1", asNobody("read"));
  }

  @Test
  void readsAfterTheDaemonWasKilled() throws Exception {
    Process child = ChildJvm.start(CommittingChild.class, file().toString());
    try (BufferedReader lines = ChildJvm.lines(child)) {
      assertEquals("committed 1", lines.readLine());
      child.destroyForcibly();
      child.waitFor();
    }
    assertTrue(Files.exists(home.resolve("failovermon.db-wal")));
    String first = asNobody("read");
    assertTrue(first.matches("lines [1-9]\\d*"), first);
    Files.delete(home.resolve("failovermon.db-shm"));
    assertEquals(first, asNobody("read"));
  }

  /** Whoever can read the -shm file can lock it, and no write would get through. */
  @Test
  void cannotLockTheDatabaseAgainstItsWriter() throws IOException {
    Path index = home.resolve("failovermon.db-shm");
    for (boolean leftByAnOlderVersion : new boolean[] {false, true}) {
      if (leftByAnOlderVersion) {
        Files.write(index, new byte[1]);
        Files.setPosixFilePermissions(index, PosixFilePermissions.fromString("rw-r--r--"));
      }
      RecordingInbox inbox = new RecordingInbox();
      try (SqliteStore store = SqliteStore.open(StoreOptions.defaults(file()))) {
        store.start(inbox);
        store.commit(1, List.of(new Write.Append(Samples.line(1))));
        inbox.awaitCommitted(1);
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(index)));
      }
      assertTrue(Files.notExists(index));
    }
  }

  @Test
  void isToldThatItMayNotReadOrWrite() throws IOException {
    SqliteStore.open(StoreOptions.defaults(file())).close();
    String said = asNobody("write");
    assertTrue(said.contains("the file or its file system is read-only; make " + file()), said);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    said = asNobody("read");
    assertTrue(said.contains("permission denied; its mode should be 0644"), said);
    Files.delete(file());
    said = asNobody("write");
    assertTrue(
        said.contains("cannot create the database") && said.contains("permission denied"), said);
  }
}
