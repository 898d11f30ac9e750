package org.failovermon.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.failovermon.app.Refusal;
import org.failovermon.app.home.Errors;
import org.failovermon.app.home.Home;
import org.failovermon.app.show.Nearest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code failovermon policy new TEMPLATE [NAME]}: a first policy to edit. */
@Command(
    name = "new",
    description = "Writes a policy from a template, to be edited; never overwrites a file.",
    footer = {
      "",
      "Templates: monitor, pair, checks, rule, job, maintenance, hundred.",
      "",
      "Examples:",
      "  failovermon policy new monitor hostA",
      "  failovermon policy new hundred web"
    })
final class PolicyNew extends Verb {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,47}");

  @Parameters(index = "0", paramLabel = "TEMPLATE", description = "What to begin with.")
  String template = "";

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      arity = "0..1",
      description = "Name of the file and of what it describes; default: that of the template.")
  @Nullable String name;

  PolicyNew(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    Template chosen =
        Template.named(template)
            .orElseThrow(
                () ->
                    Refusal.usage(
                        "there is no template '"
                            + template
                            + "'"
                            + Nearest.to(template, Template.names())
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; there are " + String.join(", ", Template.names()))));
    String called = name == null ? chosen.word() : name;
    if (!NAME.matcher(called).matches()) {
      throw Refusal.notDone(
          "invalid name '"
              + called
              + "': 1 to 48 letters, digits, '_' or '-', the first one a letter or digit");
    }
    Home home = context.home();
    context.offices().forChanging(home).close(); // makes the folders, and refuses who may not
    Path file = home.policies().resolve(called + ".groovy");
    write(file, chosen.text(called));
    context.say("wrote " + file);
    context.say("edit: " + chosen.edit().replace("NAME", called));
    context.say(
        "saving it puts it in force where failoverd runs and auto-apply is not off;"
            + " look first: failovermon policy check");
    return Refusal.DONE;
  }

  private static void write(Path file, String text) {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw Refusal.because(
          e, file + " is there already and stays as it is; give another NAME, or move it away");
    } catch (IOException e) {
      throw Refusal.because(e, "cannot write " + file + ": " + Errors.reason(e));
    }
  }

  /** What a new policy can begin with. */
  enum Template {
    MONITOR("the host and its paths; then failovermon start NAME"),
    PAIR("the host, its paths and what lostPulse does; then failovermon start NAME"),
    CHECKS("what is asked, and where"),
    RULE("the event, the conditions and the action"),
    JOB("the times and the action"),
    MAINTENANCE("the times and the hosts"),
    HUNDRED("the number, the names and the addresses; then failovermon start HOST…");

    private final String edit;

    Template(String edit) {
      this.edit = edit;
    }

    static Optional<Template> named(String word) {
      return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    static List<String> names() {
      return Arrays.stream(values()).map(Template::word).toList();
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What the writer has to adapt. */
    String edit() {
      return edit;
    }

    /** The policy, for this name. */
    String text(String called) {
      String resource = "templates/" + word() + ".groovy";
      try (var stream = PolicyNew.class.getResourceAsStream(resource)) {
        if (stream == null) {
          throw new IllegalStateException("the template " + resource + " is missing");
        }
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("NAME", called);
      } catch (IOException e) {
        throw new IllegalStateException("the template " + resource + " cannot be read", e);
      }
    }
  }
}
