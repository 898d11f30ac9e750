package org.failovermon.app.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.failovermon.app.demo.CommandLines;
import org.failovermon.app.demo.Demo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code failovermon demo}: shows on this machine, without root, what failovermon does. */
@Command(
    name = "demo",
    description = {
      "Shows on this machine, without root, what failovermon does: two hosts, two paths, a death"
          + " and a return.",
      "Takes about half a minute, ends with a table of what was measured, and leaves nothing"
          + " behind."
    },
    footer = {
      "",
      "Examples:",
      "  failovermon demo",
      "  failovermon demo --plain > demo.log",
      "  failovermon demo --keep",
      "",
      "Exit codes: 0 everything was within its bound, 1 it was not, or the demo failed."
    })
final class DemoCommand extends Verb {
  @Option(names = "--plain", description = "Line by line, for logs; the default off a terminal.")
  boolean plain;

  @Option(names = "--keep", description = "Leave it running, and say what to try next.")
  boolean keep;

  @Option(
      names = "--allow",
      paramLabel = "TIME",
      converter = Words.Span.class,
      description = "How much later than its bound something may be; default 500ms.")
  Duration allowance = Duration.ofMillis(500);

  @ArgGroup @Nullable Order order;

  @Option(
      names = "--in",
      paramLabel = "FOLDER",
      description = "Which of several demos that were kept is meant.")
  @Nullable Path folder;

  /** What can be said to a demo that was kept. */
  static final class Order {
    @Option(names = "--cut", paramLabel = "N", description = "Cut path 1 or 2 of a kept demo.")
    int cut;

    @Option(names = "--heal", paramLabel = "N", description = "Mend path 1 or 2 of a kept demo.")
    int heal;

    @Option(
        names = "--kill",
        description = "End all processes of alpha in a kept demo, by SIGKILL.")
    boolean kill;

    @Option(names = "--stop", description = "End a kept demo and remove it.")
    boolean stop;

    String words() {
      return stop ? "stop" : kill ? "kill" : cut > 0 ? "cut " + cut : "heal " + heal;
    }
  }

  DemoCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    Terminal terminal = context.terminal();
    Demo demo = new Demo(commands(), terminal.out(), terminal.err(), terminal.ink());
    if (order != null) {
      return demo.order(order.words(), folder);
    }
    boolean cursor =
        terminal.interactive()
            && !terminal.environment().getOrDefault("TERM", "dumb").equals("dumb");
    return demo.play(cursor && !plain, keep, allowance);
  }

  /** The command line as the demo uses it: what an operator would type, and what is answered. */
  private CommandLines commands() {
    return words -> {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      Terminal terminal =
          new Terminal(
              new PrintWriter(out),
              new PrintWriter(err),
              Map.of(),
              false,
              context.terminal().zone());
      int exit = new Cli(terminal, context.offices()).run(words);
      return new CommandLines.Said(exit, out.toString(), err.toString());
    };
  }
}
