package org.failovermon.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failovermon.app.Refusal;
import org.failovermon.app.show.Nearest;
import org.jspecify.annotations.Nullable;

/**
 * A command line in the man page's form, taken apart as getopt(1) does: options and hosts in any
 * order, flags in clusters ({@code -bs}), values attached or apart ({@code -i60}, {@code -i 60}),
 * {@code --} ends the options. Taken apart by hand because {@code -o list} must answer at once:
 * loading picocli takes longer than the whole of it.
 */
final class ManPageLine {
  private static final Map<String, Boolean> OPTIONS = options();

  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> hosts = new ArrayList<>();

  private ManPageLine() {}

  /** Names of options, and whether they take a value. */
  private static Map<String, Boolean> options() {
    Map<String, Boolean> options = new LinkedHashMap<>();
    for (String valued :
        List.of(
            "-o",
            "-i",
            "-r",
            "-l",
            "-g",
            "--interval",
            "--retries",
            "--lost-pulse",
            "--regain-pulse",
            "--timeout",
            "--home")) {
      options.put(valued, true);
    }
    for (String flag : List.of("-b", "-n", "-s", "-q", "-v", "-h", "--json", "--help")) {
      options.put(flag, false);
    }
    return options;
  }

  /** The short name of an option that has two. */
  private static String canonical(String name) {
    return switch (name) {
      case "--interval" -> "-i";
      case "--retries" -> "-r";
      case "--lost-pulse" -> "-l";
      case "--regain-pulse" -> "-g";
      case "--help" -> "-h";
      default -> name;
    };
  }

  /**
   * Whether arguments are of this form: one of them is {@code -o}, alone or in a cluster of flags.
   */
  static boolean recognizes(String... arguments) {
    for (String argument : arguments) {
      if (argument.equals("--")) {
        return false;
      }
      if (argument.matches("-[bnsqv]*o.*")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes arguments apart.
   *
   * @throws Refusal with exit code 3 for an unknown option, a missing value, an option given twice
   *     with different values
   */
  static ManPageLine parse(String... arguments) {
    ManPageLine line = new ManPageLine();
    List<String> left = new ArrayList<>(List.of(arguments));
    while (!left.isEmpty()) {
      String word = left.removeFirst();
      if (word.equals("--")) {
        line.hosts.addAll(left);
        left.clear();
      } else if (word.startsWith("--")) {
        line.longOption(word, left);
      } else if (word.startsWith("-") && word.length() > 1) {
        line.cluster(word, left);
      } else {
        line.hosts.add(word);
      }
    }
    return line;
  }

  private void longOption(String word, List<String> left) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    Boolean valued = OPTIONS.get(name);
    if (valued == null) {
      throw unknown(name);
    }
    if (!valued && equals >= 0) {
      throw Refusal.usage("option " + name + " takes no value");
    }
    put(name, !valued ? "" : equals >= 0 ? word.substring(equals + 1) : value(name, left));
  }

  private void cluster(String word, List<String> left) {
    for (int i = 1; i < word.length(); i++) {
      String name = "-" + word.charAt(i);
      Boolean valued = OPTIONS.get(name);
      if (valued == null) {
        throw unknown(i == 1 ? word : name);
      }
      if (valued) {
        put(name, i + 1 < word.length() ? word.substring(i + 1) : value(name, left));
        return;
      }
      put(name, "");
    }
  }

  private static String value(String name, List<String> left) {
    if (left.isEmpty()) {
      throw Refusal.usage("option " + name + " needs a value");
    }
    return left.removeFirst();
  }

  private void put(String name, String value) {
    String before = values.put(canonical(name), value);
    if (before != null && !before.equals(value)) {
      throw Refusal.usage(
          "option " + name + " is given twice, with '" + before + "' and with '" + value + "'");
    }
  }

  private static Refusal unknown(String name) {
    return Refusal.usage(
        "unknown option '"
            + name
            + "'"
            + Nearest.to(name, OPTIONS.keySet())
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse("; the options are " + String.join(" ", OPTIONS.keySet())));
  }

  /** The value of an option, or null when it is not given. */
  @Nullable String value(String name) {
    return values.get(name);
  }

  /** Whether an option is given. */
  boolean has(String name) {
    return values.containsKey(name);
  }

  /** The operation; empty when {@code -o} is not given. */
  Optional<String> operation() {
    return Optional.ofNullable(values.get("-o"));
  }

  /** What is neither an option nor a value of one. */
  List<String> hosts() {
    return hosts;
  }
}
