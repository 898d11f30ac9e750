package org.failovermon.app.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.Json;
import org.failovermon.app.show.Nearest;
import org.failovermon.app.show.WordLists;
import org.failovermon.dsl.manual.Chapter;
import org.failovermon.dsl.manual.Entry;
import org.failovermon.dsl.manual.Manual;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code failovermon help [WORD]}: the words of policies and action scripts. */
@Command(
    name = "help",
    description = "Explains the words of policies and action scripts; alone, lists them.",
    footer = {
      "",
      "Help on a command: failovermon COMMAND --help.",
      "",
      "Examples:",
      "  failovermon help",
      "  failovermon help every",
      "  failovermon help monitor --json"
    })
final class HelpCommand extends Verb {
  @Parameters(paramLabel = "WORD", arity = "0..1", description = "A word of the language.")
  @Nullable String word;

  @Option(names = "--json", description = "As JSON.")
  boolean json;

  HelpCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    Manual manual = new Manual();
    if (word == null) {
      return list(manual);
    }
    List<Entry> forms = manual.find(word);
    boolean command = Subcommands.NAMES.contains(word);
    if (forms.isEmpty() && !command) {
      throw unknown(manual, word);
    }
    if (json) {
      ObjectNode document = Json.object().put("word", word).put("command", command);
      ArrayNode array = document.putArray("forms");
      forms.forEach(form -> array.add(form(form)));
      context.print(document);
      return Refusal.DONE;
    }
    WordLists lists = new WordLists(context.terminal().ink());
    context.say(lists.word(forms));
    manual.opened(word).ifPresent(block -> context.say(lists.inside(block, manual)));
    if (command) {
      context.say((forms.isEmpty() ? "" : "\n") + word + " is a command" + also(word));
    }
    return Refusal.DONE;
  }

  private static String also(String command) {
    return " of the command line; see: failovermon " + command + " --help";
  }

  private int list(Manual manual) {
    if (!json) {
      context.say(new WordLists(context.terminal().ink()).all(manual));
      return Refusal.DONE;
    }
    ObjectNode document = Json.object();
    ArrayNode blocks = document.putArray("blocks");
    for (Chapter chapter : manual.chapters()) {
      ObjectNode block =
          blocks
              .addObject()
              .put("title", chapter.title())
              .put("meaning", chapter.meaning())
              .put("opens", chapter.opens());
      ArrayNode forms = block.putArray("forms");
      chapter.entries().forEach(entry -> forms.add(form(entry)));
    }
    context.print(document);
    return Refusal.DONE;
  }

  private static ObjectNode form(Entry entry) {
    ObjectNode form = Json.object().put("word", entry.word());
    ArrayNode blocks = form.putArray("in");
    entry.blocks().forEach(blocks::add);
    form.put("meaning", entry.meaning())
        .put("takes", entry.type())
        .put("range", entry.range())
        .put("otherwise", entry.otherwise())
        .put("mandatory", entry.mandatory());
    ArrayNode options = form.putArray("options");
    for (Entry.Choice option : entry.options()) {
      options
          .addObject()
          .put("name", option.name())
          .put("meaning", option.meaning())
          .put("takes", option.type())
          .put("range", option.range())
          .put("otherwise", option.otherwise());
    }
    return form.put("example", entry.example());
  }

  private static Refusal unknown(Manual manual, String word) {
    Set<String> known = new LinkedHashSet<>(manual.words());
    known.addAll(Subcommands.NAMES);
    return Refusal.notDone(
        "there is no word '"
            + word
            + "'"
            + manual
                .nearest(word)
                .or(() -> Nearest.to(word, known))
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("; all words: failovermon help"));
  }
}
