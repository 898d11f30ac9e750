package org.failovermon.app.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failovermon.app.Refusal;
import org.failovermon.app.show.Nearest;
import org.failovermon.engine.heartbeat.ListenAddress;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.InvalidValueException;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * The keys of one configuration file: reads them, collects what is wrong with them, and knows in
 * the end which keys nobody asked for. Not thread-safe.
 */
final class Keys {
  private static final Pattern BYTES = Pattern.compile("(\\d{1,9})\\s*(B|KiB|MiB|)");

  private final Path file;
  private final TomlParseResult toml;
  private final Set<String> known = new LinkedHashSet<>();
  private final List<String> errors = new ArrayList<>();

  Keys(Path file, TomlParseResult toml) {
    this.file = file;
    this.toml = toml;
  }

  boolean has(String key) {
    return toml.get(key) != null;
  }

  Optional<String> text(String key) {
    known.add(key);
    Object value = toml.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && !text.isBlank()) {
      return Optional.of(text);
    }
    wrong(key, value, "a text in quotation marks, not empty", "write " + last(key) + " = \"…\"");
    return Optional.empty();
  }

  String oneOf(String key, String fallback, List<String> words) {
    String word = text(key).orElse(fallback);
    if (!words.contains(word)) {
      wrong(key, word, "one of " + String.join(", ", words), "remove the line for " + fallback);
    }
    return word;
  }

  boolean flag(String key, boolean fallback) {
    known.add(key);
    Object value = toml.get(key);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    wrong(key, value, "true or false", "remove the line for " + fallback);
    return fallback;
  }

  int integer(String key, int fallback, int least, int most) {
    known.add(key);
    Object value = toml.get(key);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Long number && number >= least && number <= most) {
      return number.intValue();
    }
    wrong(
        key,
        value,
        "a whole number from " + least + " to " + most,
        "remove the line for the default " + fallback);
    return fallback;
  }

  Duration duration(String key, Duration fallback, Duration least, Duration most) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return fallback;
    }
    String rule = Durations.show(least) + " to " + Durations.show(most);
    String remedy = "remove the line for the default " + Durations.show(fallback);
    try {
      Duration duration = Durations.parse(text.get());
      if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
        wrong(key, text.get(), rule, remedy);
      }
      return duration;
    } catch (InvalidValueException e) {
      wrong(key, text.get(), "a duration such as \"250ms\", \"30s\", \"2m\", \"31d\"", remedy);
      return fallback;
    }
  }

  int bytes(String key, int fallback, int least, int most) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return fallback;
    }
    Matcher form = BYTES.matcher(text.get().strip());
    long bytes = -1;
    if (form.matches()) {
      int shift =
          switch (form.group(2)) {
            case "MiB" -> 20;
            case "KiB" -> 10;
            default -> 0;
          };
      bytes = Long.parseLong(form.group(1)) << shift;
    }
    if (bytes < least || bytes > most) {
      wrong(
          key,
          text.get(),
          "a size such as \"64KiB\" or \"1MiB\", at most " + (most >> 20) + "MiB",
          "remove the line for the default " + (fallback >> 20) + "MiB");
      return fallback;
    }
    return (int) bytes;
  }

  List<String> texts(String key) {
    known.add(key);
    Object value = toml.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof TomlArray array
        && array.toList().stream().allMatch(each -> each instanceof String s && !s.isBlank())) {
      return array.toList().stream().map(String.class::cast).toList();
    }
    wrong(key, value, "a list of texts", "write " + last(key) + " = [\"…\", \"…\"]");
    return List.of();
  }

  List<String> hosts(String key) {
    List<String> hosts = texts(key);
    for (String host : hosts) {
      if (!host.matches("[A-Za-z0-9._:%\\[\\]-]{1,255}")) {
        wrong(
            key, host, "addresses or names of hosts, as host or host:port", "correct or remove it");
      }
    }
    return hosts;
  }

  List<ListenAddress> addresses(String key, List<ListenAddress> fallback) {
    List<ListenAddress> addresses = new ArrayList<>();
    for (String text : texts(key)) {
      try {
        addresses.add(ListenAddress.parse(text));
      } catch (InvalidValueException e) {
        wrong(
            key,
            text,
            "addresses of this machine, as in \"10.0.0.2\", \"10.0.0.2:7000\" or"
                + " \"[fd00::2]:7000\"",
            "remove the line to listen on all");
      }
    }
    return addresses.isEmpty() ? fallback : addresses;
  }

  /** Notes as an error that a table lacks a key. */
  void need(String table, String key, boolean present) {
    if (!present) {
      errors.add(
          place(table)
              + "["
              + table
              + "] has no "
              + key
              + ", and needs it; add "
              + key
              + " = … or remove the table");
    }
  }

  /** Notes every key that no call asked for. */
  void refuseUnknown() {
    Set<String> tables = new LinkedHashSet<>();
    known.stream()
        .filter(key -> key.contains("."))
        .forEach(key -> tables.add(key.substring(0, key.indexOf('.'))));
    for (String key : toml.keySet()) {
      if (toml.get(List.of(key)) instanceof TomlTable table && tables.contains(key)) {
        table.keySet().forEach(inner -> refuseUnknown(key + "." + inner, List.of(key, inner)));
      } else {
        refuseUnknown(key, List.of(key));
      }
    }
  }

  private void refuseUnknown(String key, List<String> path) {
    if (!known.contains(key)) {
      TomlPosition position = toml.inputPositionOf(path);
      errors.add(
          file
              + (position == null ? ": " : ":" + position.line() + ": ")
              + "unknown key "
              + Toml.joinKeyPath(path)
              + Nearest.to(key, known)
                  .map(nearest -> "; did you mean " + nearest + "?")
                  .orElse("; the keys are " + String.join(", ", known)));
    }
  }

  /** Throws what was collected, if anything was. */
  void refuseErrors() {
    if (!errors.isEmpty()) {
      throw Refusal.notDone(errors);
    }
  }

  private void wrong(String key, Object value, String rule, String remedy) {
    String shown =
        switch (value) {
          case String text -> "\"" + text + "\"";
          case TomlArray array -> "a list";
          case TomlTable table -> "a table";
          default -> String.valueOf(value);
        };
    errors.add(place(key) + key + " must be " + rule + ", was " + shown + "; " + remedy);
  }

  private String place(String key) {
    TomlPosition position = toml.inputPositionOf(key);
    return file + (position == null ? ": " : ":" + position.line() + ": ");
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}
