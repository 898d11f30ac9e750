package org.failovermon.app.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.failovermon.app.home.Home;
import org.failovermon.dsl.live.SourceRoot;
import org.failovermon.dsl.live.SourceTree;
import org.failovermon.dsl.live.Sources;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoringTest {
  @TempDir Path folder;
  private Home home = Home.at(Path.of("none"));

  @BeforeEach
  void make() {
    home = Home.at(folder);
    home.create();
  }

  private Sources now() {
    return new SourceTree(SourceRoot.ofFolder(home.policies(), home.scripts()))
        .read(System.nanoTime());
  }

  private List<String> restore(Map<String, String> files, boolean beside) {
    return new Restoring(home).restore(files, now(), beside);
  }

  private String read(String path) throws Exception {
    return Files.readString(folder.resolve(path));
  }

  @Test
  void replacesWritesAndRemovesAndLeavesWhatIsTheSameAndWhatIsNoSource() throws Exception {
    Files.writeString(folder.resolve("policies/a.groovy"), "new\n");
    Files.writeString(folder.resolve("policies/same.groovy"), "same\n");
    Files.writeString(folder.resolve("policies/more.groovy"), "more\n");
    Files.writeString(folder.resolve("policies/notes.txt"), "notes\n");
    List<String> done =
        restore(
            Map.of(
                "policies/a.groovy", "old\n",
                "policies/same.groovy", "same\n",
                "policies/lib/Names.groovy", "class Names {}\n",
                "scripts/lost-pulse/take", "#!/bin/sh\n"),
            false);
    assertEquals(
        List.of(
            "removed policies/more.groovy",
            "replaced policies/a.groovy",
            "wrote policies/lib/Names.groovy",
            "wrote scripts/lost-pulse/take"),
        done);
    assertEquals("old\n", read("policies/a.groovy"));
    assertEquals("notes\n", read("policies/notes.txt"));
    assertFalse(Files.exists(folder.resolve("policies/more.groovy")));
    assertTrue(Files.isExecutable(folder.resolve("scripts/lost-pulse/take")));
  }

  @Test
  void keepsModeAndLinkOfWhatItReplaces() throws Exception {
    Path store = Files.createDirectory(folder.resolve("store"));
    Files.writeString(store.resolve("web.groovy"), "new\n");
    Files.setPosixFilePermissions(
        store.resolve("web.groovy"), PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(folder.resolve("policies/web.groovy"), store.resolve("web.groovy"));
    restore(Map.of("policies/web.groovy", "old\n"), false);
    assertTrue(Files.isSymbolicLink(folder.resolve("policies/web.groovy")));
    assertEquals("old\n", Files.readString(store.resolve("web.groovy")));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(store.resolve("web.groovy"))));
  }

  @Test
  void movesAsideWhatNoVersionCanKeep() throws Exception {
    Files.write(
        folder.resolve("policies/a.groovy"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    restore(Map.of("policies/a.groovy", "old\n"), false);
    assertEquals("old\n", read("policies/a.groovy"));
    assertTrue(Files.exists(folder.resolve("policies/a.groovy.bak")));
    assertEquals(List.of(), now().problems());
  }

  @Test
  void keepsFilesBesideWhenNoVersionKeepsThem() throws Exception {
    Files.writeString(folder.resolve("policies/a.groovy"), "new\n");
    Files.writeString(folder.resolve("policies/b.groovy"), "b\n");
    restore(Map.of("policies/a.groovy", "old\n"), true);
    assertEquals("old\n", read("policies/a.groovy"));
    assertEquals("new\n", read("policies/a.groovy.bak"));
    assertEquals("b\n", read("policies/b.groovy.bak"));
    assertFalse(Files.exists(folder.resolve("policies/b.groovy")));
  }
}
