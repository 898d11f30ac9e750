package org.failovermon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.failovermon.db.schema.DatabaseException;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Write;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, read-only or hang. */
@Timeout(120)
class FaultyDiskTest {
  @TempDir Path folder;
  private boolean mounted;

  private Path disk() {
    return folder.resolve("disk");
  }

  private Path file() {
    return disk().resolve("failovermon.db");
  }

  private void mount(String... arguments) throws Exception {
    Files.createDirectories(disk());
    List<String> command = new java.util.ArrayList<>(List.of("mount"));
    command.addAll(List.of(arguments));
    command.add(disk().toString());
    assumeTrue(
        System.getProperty("user.name", "").equals("root"),
        "needs root: the test mounts a small file system");
    String said = run(command);
    assumeTrue(said.isEmpty(), "this machine does not let the test mount: " + said);
    mounted = true;
  }

  /** What the command printed when it failed, or nothing. */
  private static String run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : said.strip() + " (" + String.join(" ", command) + ")";
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertEquals("", run(List.of("umount", disk().toString())));
    }
  }

  private static void fill(Path filler) throws IOException {
    byte[] chunk = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(chunk);
      }
    } catch (IOException full) {
      assertTrue(String.valueOf(full.getMessage()).contains("space"), full.toString());
    }
  }

  @Test
  void aFullDiskIsReportedAndWritingGoesOnInOrderWhenThereIsRoom() throws Exception {
    mount("-t", "tmpfs", "-o", "size=2m", "tmpfs");
    RecordingInbox inbox = new RecordingInbox();
    try (SqliteStore store = SqliteStore.open(StoreOptions.defaults(file()))) {
      store.start(inbox);
      store.commit(1, List.of(new Write.Append(Samples.line(1))));
      inbox.awaitCommitted(1);
      fill(disk().resolve("filler"));
      for (int i = 2; i <= 60; i++) {
        store.commit(i, List.of(new Write.Append(Samples.line(i)), noise(i)));
      }
      Event.StoreFaulty fault = inbox.awaitFault();
      assertTrue(
          fault.fault().contains("the disk is full; free space in " + disk()), fault.fault());
      long durable = inbox.committed().getLast();
      assertEquals(durable + 1, fault.batch());
      try (SqliteReader reader = SqliteReader.open(file())) {
        assertEquals(durable, reader.log(LogFilter.newest(1000)).size(), "readers go on");
      }
      Files.delete(disk().resolve("filler"));
      inbox.awaitCommitted(60);
    }
    assertEquals(LongStream.rangeClosed(1, 60).boxed().toList(), inbox.committed());
    assertEquals(1, inbox.faults().size(), "one fault is reported once");
    assertLogHas(60);
  }

  /** Bytes that do not compress. */
  private static Write noise(int run) {
    StringBuilder text = new StringBuilder();
    new java.util.Random(run).ints(4_000, 32, 127).forEach(text::appendCodePoint);
    return new Write.PutRunOutput(run, text.toString());
  }

  @Test
  void aNewDatabaseOnAFullDiskIsNotLeftHalfMade() throws Exception {
    mount("-t", "tmpfs", "-o", "size=1m", "tmpfs");
    fill(disk().resolve("filler"));
    String said =
        assertThrows(DatabaseException.class, () -> SqliteStore.open(StoreOptions.defaults(file())))
            .getMessage();
    assertTrue(said.contains("the disk is full"), said);
    assertTrue(Files.notExists(file()));
    Files.delete(disk().resolve("filler"));
    SqliteStore.open(StoreOptions.defaults(file())).close();
  }

  @Test
  void aReadOnlyFileSystemIsNamedAndCanBeRead() throws Exception {
    mount("-t", "tmpfs", "-o", "size=2m", "tmpfs");
    SqliteStore.open(StoreOptions.defaults(file())).close();
    assertEquals("", run(List.of("mount", "-o", "remount,ro", disk().toString())));
    String said =
        assertThrows(DatabaseException.class, () -> SqliteStore.open(StoreOptions.defaults(file())))
            .getMessage();
    assertTrue(said.contains("its file system is read-only"), said);
    try (SqliteReader reader = SqliteReader.open(file())) {
      assertTrue(reader.snapshot().monitors().isEmpty());
    }
  }

  @Test
  void aDiskThatHangsStopsNobodyAndIsReported() throws Exception {
    Path image = folder.resolve("image");
    assumeTrue(Files.exists(Path.of("/usr/sbin/fsfreeze")), "needs fsfreeze (util-linux)");
    assumeTrue(Files.exists(Path.of("/usr/sbin/mkfs.ext4")), "needs mkfs.ext4 (e2fsprogs)");
    Files.write(image, new byte[16 << 20]);
    assertEquals("", run(List.of("/usr/sbin/mkfs.ext4", "-q", image.toString())));
    mount("-o", "loop", image.toString());
    RecordingInbox inbox = new RecordingInbox();
    SqliteStore store =
        SqliteStore.open(
            StoreOptions.defaults(file())
                .waitingAtMost(20, 1 << 20)
                .patience(Duration.ofMillis(200), Duration.ofSeconds(30)));
    try {
      store.start(inbox);
      store.commit(1, List.of(new Write.Append(Samples.line(1))));
      inbox.awaitCommitted(1);
      assertEquals("", run(List.of("/usr/sbin/fsfreeze", "-f", disk().toString())));
      try {
        for (int i = 2; i <= 21; i++) {
          assertTrue(store.commit(i, List.of(new Write.Append(Samples.line(i)))));
        }
        assertFalse(store.commit(22, List.of(new Write.Append(Samples.line(22)))));
        Event.StoreFaulty fault = inbox.awaitFault();
        assertTrue(fault.fault().contains("the disk has not answered"), fault.fault());
        assertEquals(2, fault.batch());
        assertEquals(List.of(1L), inbox.committed());
      } finally {
        assertEquals("", run(List.of("/usr/sbin/fsfreeze", "-u", disk().toString())));
      }
      inbox.awaitCommitted(21);
    } finally {
      store.close();
    }
    assertLogHas(21);
  }

  @Test
  void aLockHeldByAnotherProgramIsReportedAndWaitedFor() throws Exception {
    Files.createDirectories(disk());
    RecordingInbox inbox = new RecordingInbox();
    try (SqliteStore store = SqliteStore.open(StoreOptions.defaults(file()));
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      statement.executeUpdate("BEGIN IMMEDIATE");
      store.start(inbox);
      store.commit(1, List.of(new Write.Append(Samples.line(1))));
      store.commit(2, List.of(new Write.Append(Samples.line(2))));
      String fault = inbox.awaitFault().fault();
      assertTrue(fault.contains("holds its lock") || fault.contains("not answered"), fault);
      statement.executeUpdate("ROLLBACK");
      inbox.awaitCommitted(2);
    }
    assertLogHas(2);
  }

  @Test
  void aFileThatIsTakenAwayIsReportedAndWaitedFor() throws Exception {
    Files.createDirectories(disk());
    RecordingInbox inbox = new RecordingInbox();
    try (SqliteStore store = SqliteStore.open(StoreOptions.defaults(file()))) {
      store.start(inbox);
      store.commit(1, List.of(new Write.Append(Samples.line(1))));
      inbox.awaitCommitted(1);
      Path away = disk().resolve("away.db");
      Files.move(file(), away);
      store.commit(2, List.of(new Write.Append(Samples.line(2))));
      String fault = inbox.awaitFault().fault();
      assertTrue(fault.contains("the file is gone; put it back"), fault);
      Files.move(away, file());
      inbox.awaitCommitted(2);
    }
    assertLogHas(2);
  }

  private void assertLogHas(int lines) {
    try (SqliteReader reader = SqliteReader.open(file())) {
      assertEquals(
          LongStream.rangeClosed(1, lines).mapToObj(i -> "line " + i).toList(),
          reader.log(LogFilter.newest(1000)).stream().map(line -> line.entry().text()).toList());
    }
  }
}
