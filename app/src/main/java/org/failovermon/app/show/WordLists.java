package org.failovermon.app.show;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.failovermon.dsl.manual.Chapter;
import org.failovermon.dsl.manual.Entry;
import org.failovermon.dsl.manual.Manual;

/** Words of the policy language as text for a terminal. */
public final class WordLists {
  private static final int WIDTH = 100;

  private final Ink ink;

  /** Texts in these colours. */
  public WordLists(Ink ink) {
    this.ink = ink;
  }

  /** All blocks with their words. */
  public List<String> all(Manual manual) {
    List<String> lines = new ArrayList<>();
    for (Chapter chapter : manual.chapters()) {
      lines.add(ink.heading(chapter.title()));
      if (!chapter.meaning().isEmpty()) {
        wrap(lines, "  ", chapter.meaning());
      }
      TreeSet<String> words = new TreeSet<>();
      chapter.entries().forEach(entry -> words.add(entry.word()));
      wrap(lines, "  ", String.join("  ", words));
      lines.add("");
    }
    lines.add("One word: failovermon help WORD. Commands: failovermon --help.");
    return lines;
  }

  /** All forms of one word. */
  public List<String> word(List<Entry> forms) {
    List<String> lines = new ArrayList<>();
    for (Entry form : forms) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.add(ink.heading(form.word()) + " (" + String.join(", ", form.blocks()) + ")");
      wrap(lines, "  ", form.meaning());
      fact(lines, "takes", form.type());
      fact(lines, "range", form.range());
      fact(lines, "if not written", form.otherwise());
      fact(lines, "must be written", form.mandatory() ? "yes, or another of its kind" : "");
      for (Entry.Choice option : form.options()) {
        option(lines, option);
      }
      fact(lines, "example", form.example());
    }
    return lines;
  }

  /** The words that can stand in a block. */
  public List<String> inside(Chapter block, Manual manual) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Words of " + block.blocks().getFirst() + ":");
    wrap(lines, "  ", String.join("  ", manual.wordsOf(block.blocks().getFirst())));
    return lines;
  }

  private static void option(List<String> lines, Entry.Choice option) {
    String text = option.meaning() + "; " + option.type();
    if (!option.range().isEmpty()) {
      text += ", " + option.range();
    }
    if (!option.otherwise().isEmpty()) {
      text += "; if not written: " + option.otherwise();
    }
    fact(lines, option.name() + ":", text);
  }

  private static void fact(List<String> lines, String name, String value) {
    if (value.isEmpty()) {
      return;
    }
    List<String> wrapped = new ArrayList<>();
    wrap(wrapped, " ".repeat(20), value);
    lines.add(String.format("  %-17s ", name) + wrapped.getFirst().strip());
    lines.addAll(wrapped.subList(1, wrapped.size()));
  }

  private static void wrap(List<String> lines, String indent, String text) {
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.split(" (?! )", -1)) {
      if (line.length() > indent.length() && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(indent).append(word.strip());
      } else {
        line.append(line.length() > indent.length() ? " " : "").append(word);
      }
    }
    lines.add(line.toString());
  }
}
