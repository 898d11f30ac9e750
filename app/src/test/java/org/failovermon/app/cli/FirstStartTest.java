package org.failovermon.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.failovermon.app.CommandLineFixture;
import org.failovermon.app.FakeOffices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code start HOST} where no daemon runs, and none has read the policy that names the host. */
class FirstStartTest {
  @TempDir Path folder;

  private final FakeOffices offices = new FakeOffices();

  @BeforeEach
  void writeAPolicy() throws IOException {
    offices.running = false;
    write("policies/a.groovy", "monitor('hosta') {\n  startsByHand()\n}\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private CommandLineFixture.Result start(String hosts) {
    return new CommandLineFixture(offices, Map.of("FAILOVERMON_HOME", folder.toString()), false)
        .run("start " + hosts);
  }

  @Test
  void bringsUpTheDaemonThatWillReadThePolicy() {
    assertTrue(start("hosta").out().contains("started failoverd"));
    assertTrue(offices.running);
  }

  @Test
  void startsNothingForAHostThatNoPolicyNames() {
    for (String hosts : new String[] {"hostb", "hosta hostb"}) {
      CommandLineFixture.Result refused = start(hosts);
      assertEquals(1, refused.exit(), refused.all());
      assertTrue(refused.err().contains("there is no monitor for hostb"), refused.all());
      assertFalse(offices.running);
    }
  }

  @Test
  void startsNothingForAPolicyThatTheDaemonWouldNotTake() throws IOException {
    write("failovermon.toml", "[policies]\nauto-apply = false\n");
    assertEquals(1, start("hosta").exit());
    write("failovermon.toml", "");
    write("policies/b.groovy", "monitr('hostb') {}\n");
    assertEquals(1, start("hosta").exit());
    assertFalse(offices.running);
  }
}
