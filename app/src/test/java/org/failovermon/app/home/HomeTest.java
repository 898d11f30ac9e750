package org.failovermon.app.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.failovermon.app.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which installation a command is about. */
class HomeTest {
  private static final Home SYSTEM =
      new Home(Path.of("/no/such/state"), Path.of("/no/such/config"));

  @Test
  void takesTheFlagBeforeTheEnvironmentBeforeTheDefault() {
    Map<String, String> environment = Map.of("FAILOVERMON_HOME", "/from/environment");
    assertEquals(
        Home.at(Path.of("/from/flag")), Home.resolve("/from/flag", environment, true, SYSTEM));
    assertEquals(
        Home.at(Path.of("/from/environment")), Home.resolve(null, environment, true, SYSTEM));
    assertEquals(SYSTEM, Home.resolve(null, Map.of(), true, SYSTEM));
  }

  @Test
  void meansTheSystemsInstallationByEitherOfItsFolders() {
    assertEquals(SYSTEM, Home.resolve(SYSTEM.state() + "/", Map.of(), true, SYSTEM));
    assertEquals(SYSTEM, Home.resolve(SYSTEM.config().toString(), Map.of(), true, SYSTEM));
  }

  @Test
  void givesOtherUsersFoldersOfTheirOwn() {
    assertEquals(
        new Home(
            Path.of("/home/ann/.local/state/failovermon"),
            Path.of("/home/ann/.config/failovermon")),
        Home.resolve(null, Map.of("HOME", "/home/ann"), false, SYSTEM));
    assertEquals(
        new Home(Path.of("/s/failovermon"), Path.of("/c/failovermon")),
        Home.resolve(
            null,
            Map.of("HOME", "/h", "XDG_STATE_HOME", "/s", "XDG_CONFIG_HOME", "/c"),
            false,
            SYSTEM));
  }

  @Test
  void meansTheSystemsInstallationForAUserWhoHasNone(@TempDir Path folder) {
    Home system = Home.at(folder);
    assertEquals(system, Home.resolve(null, Map.of("HOME", "/no/such/home"), false, system));
  }

  @Test
  void refusesAnEmptyName() {
    assertEquals(
        3, assertThrows(Refusal.class, () -> Home.resolve("", Map.of(), true, SYSTEM)).exit());
  }

  @Test
  void saysThatASocketPathIsTooLong() {
    Home home = Home.at(Path.of("/" + "x".repeat(100)));
    Refusal refusal = assertThrows(Refusal.class, home::socket);
    assertTrue(refusal.sentences().getFirst().contains("choose a shorter --home"));
  }

  @Test
  void makesItsFoldersForEverybodyToLookAt(@TempDir Path folder) throws Exception {
    Home home = Home.at(folder.resolve("new"));
    home.create();
    assertTrue(Files.isDirectory(home.scripts().resolve("lost-pulse")));
    assertEquals(
        "rwxr-xr-x",
        java.nio.file.attribute.PosixFilePermissions.toString(
            Files.getPosixFilePermissions(home.state())));
  }
}
