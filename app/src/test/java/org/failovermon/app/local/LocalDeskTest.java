package org.failovermon.app.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.Query;
import org.failovermon.app.control.Remarks;
import org.failovermon.app.home.Home;
import org.failovermon.app.home.HomeLock;
import org.failovermon.app.rights.Accounts;
import org.failovermon.app.settings.SettingsReader;
import org.failovermon.db.SqliteStore;
import org.failovermon.db.StoreOptions;
import org.failovermon.engine.linux.BootId;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.failovermon.engine.port.Write;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Changes that the command line makes by itself. */
class LocalDeskTest {
  /** Enough to open the database (its index has 32 KiB), and too little for a change. */
  private static final int FREE_BYTES = 48 << 10;

  @TempDir Path folder;
  private boolean mounted;

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertEquals("", run("umount", folder.resolve("disk").toString()));
    }
  }

  @Test
  void saysThatTheChangeWasMadeWhenTheDiskTakesItAtTheSecondAttempt() throws Exception {
    Home home = homeOnASmallDisk();
    assertEquals(0, add(home, "hostA").exit());
    Path filler = home.state().resolve("filler");
    fillUp(filler);
    Runnable makeRoom =
        () -> {
          try {
            Files.delete(filler);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    try (FaultWatch watch = new FaultWatch(makeRoom)) {
      assertEquals(0, add(home, "hostB").exit());
      assertEquals(1, watch.faults.size(), "the first attempt failed");
    }
    assertEquals(2, monitors(home));
  }

  @Test
  void saysThatNothingWasChangedWhenTheDiskTakesNothing() throws Exception {
    Home home = homeOnASmallDisk();
    assertEquals(0, add(home, "hostA").exit());
    fillUp(home.state().resolve("filler"));
    Refusal refusal = assertThrows(Refusal.class, () -> add(home, "hostB"));
    assertTrue(
        String.valueOf(refusal.getMessage())
            .startsWith("nothing was changed: cannot write to the database"),
        refusal.getMessage());
    Files.delete(home.state().resolve("filler"));
    assertEquals(1, monitors(home));
  }

  @Test
  void aFaultThatPassedDoesNotCount() {
    Confirmation confirmation = new Confirmation();
    assertThrows(Refusal.class, confirmation::check);
    assertTrue(confirmation.offer(new Event.StoreFaulty(1, "the disk is full")));
    assertTrue(
        String.valueOf(assertThrows(Refusal.class, confirmation::check).getMessage())
            .contains("is full"));
    assertTrue(confirmation.offer(new Event.Committed(1)));
    confirmation.check();
  }

  /** A daemon that starts afterwards goes by the boot that is recorded. */
  @Test
  void whatIsDoneAfterABootHoldsForThatBoot() throws Exception {
    Home home = Home.at(Files.createDirectory(folder.resolve("home")));
    home.create();
    HostName hostA = new HostName("hostA");
    OperatorCommand.Modify atReboot =
        new OperatorCommand.Modify(hostA, null, null, null, null, null, true, false);
    assertEquals(0, add(home, "hostA").exit());
    assertEquals(BootId.read(), snapshot(home).bootId(), "an installation without a daemon so far");
    operate(home, atReboot);
    assertEquals(0, operate(home, new OperatorCommand.Start(List.of(hostA))).exit());

    recordAnotherBoot(home);
    assertEquals(0, operate(home, new OperatorCommand.Stop(List.of(hostA))).exit());
    assertEquals(false, snapshot(home).states().getFirst().started());
    assertEquals(BootId.read(), snapshot(home).bootId());

    recordAnotherBoot(home);
    assertEquals(0, add(home, "hostB").exit());
    assertEquals(true, snapshot(home).states().getFirst().started(), "it starts at reboot");
    assertEquals(Verdict.UNKNOWN, snapshot(home).states().getFirst().verdict());
  }

  private static void recordAnotherBoot(Home home) {
    Confirmation confirmation = new Confirmation();
    try (SqliteStore store = SqliteStore.open(StoreOptions.defaults(home.database()))) {
      store.start(confirmation);
      assertTrue(store.commit(1, List.of(new Write.PutBootId("another boot"))));
    }
    confirmation.check();
  }

  private static Snapshot snapshot(Home home) {
    try (DatabaseRecords records = DatabaseRecords.open(home.database())) {
      return records.snapshot();
    }
  }

  private static Reply add(Home home, String host) {
    return operate(
        home, new OperatorCommand.Add(MonitorSpec.withDefaults(new HostName(host)), false));
  }

  private static Reply operate(Home home, OperatorCommand command) {
    HomeLock lock = HomeLock.take(home, "test");
    try (LocalDesk desk =
        new LocalDesk(
            home, SettingsReader.read(home.settings()), lock, Accounts.own().who(), Remarks.NONE)) {
      return desk.operate(command);
    }
  }

  private static int monitors(Home home) {
    try (LocalDesk desk =
        new LocalDesk(home, SettingsReader.read(home.settings()), null, "x", Remarks.NONE)) {
      return desk.ask(new Query.Monitors(List.of())).path("monitors").size();
    }
  }

  private Home homeOnASmallDisk() throws Exception {
    assumeTrue(Accounts.ownUid() == 0, "needs root: the test mounts a small file system");
    Path disk = Files.createDirectory(folder.resolve("disk"));
    String said = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString());
    assumeTrue(said.isEmpty(), "this machine does not let the test mount: " + said);
    mounted = true;
    Home home = Home.at(disk);
    home.create();
    return home;
  }

  private static void fillUp(Path filler) throws IOException {
    long free = Files.getFileStore(filler.getParent()).getUsableSpace();
    Files.write(filler, new byte[Math.toIntExact(free - FREE_BYTES)]);
  }

  /** What the command printed when it failed, or nothing. */
  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : said.strip() + " (" + List.of(command) + ")";
  }

  /** Does something on the thread of the store as soon as that says that a write failed. */
  private static final class FaultWatch extends AppenderBase<ILoggingEvent>
      implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("org.failovermon.db");
    private final Runnable reaction;
    private final List<String> faults = new ArrayList<>();

    FaultWatch(Runnable reaction) {
      this.reaction = reaction;
      start();
      logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().levelStr.equals("ERROR")) {
        faults.add(event.getFormattedMessage());
        reaction.run();
      }
    }

    @Override
    public void close() {
      logger.detachAppender(this);
    }
  }
}
