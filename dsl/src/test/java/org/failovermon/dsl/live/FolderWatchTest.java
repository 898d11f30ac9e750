package org.failovermon.dsl.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits of real files, as they are noticed. */
class FolderWatchTest {
  private static final String A = "policies/a.groovy";

  @TempDir Path folder;
  private final BlockingQueue<Sources> handedOver = new LinkedBlockingQueue<>();
  private Installation home = new Installation(Path.of("."));
  private FolderWatch watch =
      new FolderWatch(
          new SourceTree(List.of()), Sources.EMPTY, Duration.ofMillis(1), handedOver::add);

  @BeforeEach
  void begin() throws Exception {
    Files.createDirectory(folder.resolve("home"));
    Installation.mode(folder.resolve("home"), "rwxr-xr-x");
    home = new Installation(folder.resolve("home"));
    home.write(A, "one\n");
    SourceTree tree = home.tree();
    watch =
        new FolderWatch(
            tree, tree.read(System.nanoTime()), Duration.ofMillis(200), handedOver::add);
    watch.start();
  }

  @AfterEach
  void end() {
    watch.close();
  }

  private Sources next() throws InterruptedException {
    Sources sources = handedOver.poll(30, TimeUnit.SECONDS);
    assertTrue(sources != null, "nothing was noticed within 30 s");
    return sources;
  }

  private static String text(Sources sources, String path) {
    SourceText text = sources.files().get(path);
    return text == null ? "none" : text.text();
  }

  @Test
  void noticesAFileThatIsWrittenInPlaceAndOneThatIsWrittenAndRenamed() throws Exception {
    home.write(A, "two\n");
    assertEquals("two\n", text(next(), A));
    home.write("policies/.a.new", "three\n");
    Files.move(home.file("policies/.a.new"), home.file(A), StandardCopyOption.ATOMIC_MOVE);
    assertEquals("three\n", text(next(), A));
  }

  @Test
  void noticesNewFoldersAndWhatIsWrittenInThem() throws Exception {
    home.folder("policies/site/north");
    home.write("policies/site/north/b.groovy", "b\n");
    assertEquals("b\n", text(next(), "policies/site/north/b.groovy"));
    home.write("policies/site/north/b.groovy", "c\n");
    assertEquals("c\n", text(next(), "policies/site/north/b.groovy"));
  }

  @Test
  void noticesALinkThatIsSwitched() throws Exception {
    for (String name : List.of("blue", "green")) {
      Path release = Files.createDirectory(folder.resolve(name));
      Installation.mode(release, "rwxr-xr-x");
      Files.writeString(release.resolve("web.groovy"), name + "\n");
      Installation.mode(release.resolve("web.groovy"), "rw-r--r--");
    }
    Files.createSymbolicLink(home.file("policies/site"), folder.resolve("blue"));
    assertEquals("blue\n", text(next(), "policies/site/web.groovy"));
    Files.createSymbolicLink(home.file("policies/.next"), folder.resolve("green"));
    Files.move(
        home.file("policies/.next"), home.file("policies/site"), StandardCopyOption.ATOMIC_MOVE);
    assertEquals("green\n", text(next(), "policies/site/web.groovy"));
    Files.writeString(folder.resolve("green/web.groovy"), "turquoise\n");
    assertEquals("turquoise\n", text(next(), "policies/site/web.groovy"));
  }

  @Test
  void handsOverWhatIsThereNowWhenAsked() throws Exception {
    home.write(A, "two\n");
    Sources now = watch.now();
    assertEquals("two\n", text(now, A));
    Files.delete(home.file(A));
    assertEquals(Set.of(), next().files().keySet(), "and what was asked for is not told again");
  }

  @Test
  void looksAtAThousandFilesForLittle() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      home.write("policies/host" + i + ".groovy", "monitor('host" + i + "') {}\n");
    }
    SourceTree tree = home.tree();
    for (int i = 0; i < 40; i++) {
      home.read(tree); // warm, and settled
    }
    long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < 20; i++) {
      home.read(tree);
    }
    long each = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun) / 20;
    System.out.println("one look at 1,000 files: " + each / 1_000 + " µs of CPU, each second");
    assertTrue(each < 100_000_000L, "one look took " + each + " ns of CPU");
  }
}
