package org.failovermon.dsl.manual;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.failovermon.dsl.words.Units;

/** Draws the reference manual as a page of Markdown. Pure. */
public final class ReferencePage {
  private ReferencePage() {}

  /** The chapters, without the title of the page. */
  public static String draw(Manual manual) {
    StringBuilder page = new StringBuilder();
    for (Chapter chapter : manual.chapters()) {
      page.append("- [")
          .append(chapter.title())
          .append("](#")
          .append(anchor(chapter.title()))
          .append(")\n");
    }
    for (Chapter chapter : manual.chapters()) {
      page.append("\n## ").append(chapter.title()).append("\n\n");
      if (!chapter.meaning().isEmpty()) {
        page.append(chapter.meaning()).append('\n');
      }
      if (chapter.title().equals("Units")) {
        units(page);
      } else {
        chapter(page, manual, chapter);
      }
    }
    return page.toString();
  }

  private static void chapter(StringBuilder page, Manual manual, Chapter chapter) {
    for (Chapter shared : manual.chapters()) {
      if (shared.meaning().isEmpty()
          && !chapter.meaning().isEmpty()
          && chapter.blocks().stream().anyMatch(shared.blocks()::contains)) {
        page.append("\nAlso: [")
            .append(shared.title().toLowerCase(Locale.ROOT))
            .append("](#")
            .append(anchor(shared.title()))
            .append(").\n");
      }
    }
    Map<String, List<Entry>> words =
        chapter.entries().stream()
            .collect(Collectors.groupingBy(Entry::word, LinkedHashMap::new, Collectors.toList()));
    words.forEach(
        (word, forms) -> {
          page.append("\n### ").append(word).append('\n');
          forms.forEach(form -> form(page, form));
        });
  }

  private static void form(StringBuilder page, Entry entry) {
    page.append('\n').append(entry.meaning()).append("\n\n");
    boolean facts = fact(page, "takes", entry.type());
    facts |= fact(page, "range", entry.range());
    facts |= fact(page, "if not written", entry.otherwise());
    facts |= fact(page, "must be written", entry.mandatory() ? "yes, or another of its kind" : "");
    if (facts) {
      page.append('\n');
    }
    if (!entry.options().isEmpty()) {
      page.append("| option | meaning | takes | range | if not written |\n|---|---|---|---|---|\n");
      for (Entry.Choice option : entry.options()) {
        page.append("| `")
            .append(option.name())
            .append(":` | ")
            .append(
                String.join(
                    " | ",
                    List.of(
                        cell(option.meaning()),
                        cell(option.type()),
                        cell(option.range()),
                        cell(option.otherwise()))))
            .append(" |\n");
      }
      page.append('\n');
    }
    page.append("```groovy\n").append(entry.example()).append("\n```\n");
  }

  private static boolean fact(StringBuilder page, String name, String value) {
    if (value.isEmpty()) {
      return false;
    }
    page.append("- ").append(name).append(": ").append(value).append('\n');
    return true;
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static void units(StringBuilder page) {
    page.append("\n- time: `")
        .append(String.join("`, `", Units.TIMES))
        .append("`; a day is 24 hours\n- size: `")
        .append(String.join("`, `", Units.SIZES))
        .append("`; each 1,024 of the one before\n\n")
        .append("A number may have a fraction, and a duration may be multiplied.\n\n")
        .append("```groovy\ndef half = 1.5.hours\ndef twice = 30.seconds * 2\n```\n");
  }

  private static String anchor(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }
}
