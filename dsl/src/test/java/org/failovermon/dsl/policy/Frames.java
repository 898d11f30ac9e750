package org.failovermon.dsl.policy;

import java.util.List;
import java.util.Map;
import org.failovermon.dsl.words.ActionWords;
import org.failovermon.dsl.words.Block;
import org.failovermon.dsl.words.CheckWords;
import org.failovermon.dsl.words.JobWords;
import org.failovermon.dsl.words.MaintenanceWords;
import org.failovermon.dsl.words.RuleWords;

/** Makes whole files of the examples of single words. */
final class Frames {
  private static final Map<Class<?>, List<String>> MANDATORY =
      Map.of(
          CheckWords.class, List.of("icmp address: 'hostA'"),
          JobWords.class, List.of("cron '0 0 2 * * ?'", "action 'backup.groovy'"),
          RuleWords.class, List.of("on lost()", "action 'tell-on-call.groovy'"),
          MaintenanceWords.class, List.of("cron '0 0 2 ? * SUN'", "lasts 2.hours", "everything()"));

  private static final List<String> PROBES =
      List.of("icmp", "tcp", "http", "smtp", "pop3", "imap", "dns", "tls", "ssh", "plugin", "code");

  private static final Map<String, String> AROUND =
      Map.of(
          "monitor('router1')", "monitor 'router1'",
          "monitor('hostB')", "monitor 'hostB'",
          "monitor('hostA')", "monitor 'hostA'",
          "check('www')", "check('www') { tcp address: '10.0.0.1', port: 80 }");

  private Frames() {}

  /** Files in which an example of a block's word is right. */
  static String around(Class<?> block, String example) {
    if (block == ActionWords.class) {
      return "## scripts/lost-pulse/a.groovy\n" + example + "\n";
    }
    StringBuilder inner = new StringBuilder(example);
    if (block == MaintenanceWords.class && example.startsWith("from ")) {
      inner.append("; to '2026-12-01T04:00'");
    } else if (block == MaintenanceWords.class && example.startsWith("to ")) {
      inner.append("; from '2026-12-01T02:00'");
    }
    for (String mandatory : MANDATORY.getOrDefault(block, List.of())) {
      if (!says(block, example, mandatory.split("[ (]", 2)[0])) {
        inner.append("; ").append(mandatory);
      }
    }
    String text = block.getAnnotation(Block.class).frame().replace("…", inner);
    StringBuilder all = new StringBuilder("## policies/a.groovy\n").append(text).append('\n');
    AROUND.forEach(
        (name, definition) -> {
          boolean there =
              text.startsWith(name) || text.startsWith(name.replaceAll("[()]", " ").strip());
          if (!there) {
            all.append("## policies/around-")
                .append(name.replaceAll("[^A-Za-z0-9]", ""))
                .append(".groovy\n")
                .append(definition)
                .append('\n');
          }
        });
    return all.toString();
  }

  private static boolean says(Class<?> block, String example, String word) {
    if (block == CheckWords.class) {
      return PROBES.stream().anyMatch(example::startsWith);
    }
    boolean once = example.startsWith("from ") || example.startsWith("to ");
    boolean ofWhom = example.startsWith("monitors ") || example.startsWith("checks ");
    return switch (word) {
      case "cron", "lasts" -> begins(example, word) || once;
      case "everything" -> begins(example, word) || ofWhom;
      default -> begins(example, word);
    };
  }

  private static boolean begins(String example, String word) {
    return example.startsWith(word + " ") || example.startsWith(word + "(");
  }
}
