package org.failovermon.app.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failovermon.app.Refusal;
import org.failovermon.app.home.Install;
import org.failovermon.app.settings.SettingsReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationDocTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\|");
  private static final Pattern KEYS = Pattern.compile("the keys are (.*)");
  private static final Path PAGE = Install.root().resolve("docs/configuration.md");

  @TempDir Path folder;

  @Test
  void describesEveryKeyAndNoOther() throws IOException {
    Set<String> described = new TreeSet<>();
    Matcher row = ROW.matcher(Files.readString(PAGE));
    while (row.find()) {
      described.add(row.group(1));
    }
    assertEquals(known(), described, "docs/configuration.md and SettingsReader differ");
  }

  @Test
  void showsAnExampleThatIsRead() throws IOException {
    String page = Files.readString(PAGE);
    String example = page.substring(page.indexOf("```toml") + 8);
    Path file = folder.resolve("failovermon.toml");
    Files.writeString(file, example.substring(0, example.indexOf("```")));
    SettingsReader.read(file);
  }

  /** An unknown key is refused with the list of those there are. */
  private Set<String> known() throws IOException {
    Path file = folder.resolve("failovermon.toml");
    Files.writeString(file, "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq = 1\n");
    Refusal refusal = assertThrows(Refusal.class, () -> SettingsReader.read(file));
    Matcher keys = KEYS.matcher(String.join("\n", refusal.sentences()));
    assertEquals(true, keys.find(), () -> refusal.sentences().toString());
    return new TreeSet<>(Arrays.asList(keys.group(1).split(", ", -1)));
  }
}
