package org.failovermon.app.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.failovermon.app.home.Home;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.policy.Compiled;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may write what acts with our rights: policies, scripts and secrets, files and folders, where
 * they lie and where a link leads.
 */
class TrustInActionTest {
  /** Nobody's on any system that we know, and no owner of anything here. */
  private static final int STRANGER = 54_321;

  @TempDir Path folder;
  private Home home = Home.at(Path.of("none"));

  /** What is judged: the noun of its message, its file, and whether a link leads to it. */
  record Target(String noun, String file, boolean linked) {
    @Override
    public String toString() {
      return file + (linked ? " by a link" : "");
    }
  }

  static Stream<Target> targets() {
    return Stream.of(false, true)
        .flatMap(
            linked ->
                Stream.of(
                    new Target("policy", "policies/a.groovy", linked),
                    new Target("script", "scripts/lost-pulse/take.groovy", linked),
                    new Target("secret", "secrets/token", linked)));
  }

  @BeforeEach
  void installation() throws IOException {
    home = Home.at(folder.resolve("home"));
    home.create();
    write(
        "policies/a.groovy",
        """
        check('page') { http url: 'http://127.0.0.1/', headers: [Authorization: secret('token')] }
        monitor('hosta') { lostPulse 'take.groovy' }
        """);
    write("scripts/lost-pulse/take.groovy", "log 'x'\n");
    write("secrets/token", "Bearer value\n");
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve("home").resolve(path);
    Files.createDirectories(file.getParent());
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** The file itself, moved elsewhere where a link shall lead to it. */
  private Path place(Target target) throws IOException {
    Path named = folder.resolve("home").resolve(target.file);
    if (!target.linked) {
      return named.toRealPath();
    }
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path real = Files.move(named, elsewhere.resolve(named.getFileName()));
    Files.createSymbolicLink(named, real);
    return real.toRealPath();
  }

  private String said() {
    try (Workbench bench = Workbench.of(home, Workbench.scriptsOf(home), Map.of());
        Compiled compiled = bench.compile(bench.onDisk())) {
      return String.join("\n", compiled.problems().stream().map(Problem::sentence).toList());
    }
  }

  private void assertSaid(String part) {
    String said = said();
    assertTrue(said.contains(part), () -> "'" + part + "' is not in: " + said);
  }

  private static void group(Path path, boolean writes) throws IOException {
    Set<PosixFilePermission> mode = EnumSet.copyOf(Files.getPosixFilePermissions(path));
    if (writes) {
      mode.add(PosixFilePermission.GROUP_WRITE);
    } else {
      mode.remove(PosixFilePermission.GROUP_WRITE);
    }
    Files.setPosixFilePermissions(path, mode);
  }

  /** A group that is nobody's own: one of the owner's name and without others is no danger. */
  private static void foreignGroup(Path path) throws IOException {
    Files.setAttribute(path, "unix:gid", STRANGER);
  }

  private static void mustBeRoot() throws IOException {
    Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    assumeTrue(uid.equals(0), "needs root, which can give files to others");
  }

  private void assertWell() {
    assertEquals("", said());
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  @ParameterizedTest
  @MethodSource("targets")
  void whatBelongsToAnotherIsRefusedWithTheCommandThatMendsIt(Target target) throws IOException {
    mustBeRoot();
    Path file = place(target);
    assertWell();
    for (Path each : List.of(file, parent(file))) {
      Files.setAttribute(each, "unix:uid", STRANGER);
      assertSaid(
          (each.equals(file) ? target.noun + " " : target.noun + " folder ")
              + each
              + " belongs to uid "
              + STRANGER
              + ", who could change what we run; it must belong to root or to us: chown 0 "
              + each);
      Files.setAttribute(each, "unix:uid", 0);
      assertWell();
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void whatItsGroupCanWriteIsRefusedWithTheCommandThatMendsIt(Target target) throws IOException {
    mustBeRoot();
    Path file = place(target);
    assertWell();
    for (Path each : List.of(file, parent(file))) {
      foreignGroup(each);
      group(each, true);
      boolean secret = each.equals(file) && target.noun.equals("secret");
      assertSaid(
          secret
              ? "can be read by others; mend it: chmod 600 "
              : (each.equals(file) ? target.noun + " " : target.noun + " folder ")
                  + each
                  + " can be written by its group (mode ");
      if (!secret) {
        assertSaid("), who could change what we run; mend it: chmod g-w " + each);
      }
      group(each, false);
      assertWell();
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void theFolderThatALinkLiesInCountsAsWell(Target target) throws IOException {
    mustBeRoot();
    place(target);
    Path named = parent(folder.resolve("home").resolve(target.file)).toRealPath();
    Files.setAttribute(named, "unix:uid", STRANGER);
    assertSaid(target.noun + " folder " + named + " belongs to uid " + STRANGER);
    Files.setAttribute(named, "unix:uid", 0);
    foreignGroup(named);
    group(named, true);
    assertSaid(target.noun + " folder " + named + " can be written by its group (mode 0775)");
    assertSaid("chmod g-w " + named);
  }
}
