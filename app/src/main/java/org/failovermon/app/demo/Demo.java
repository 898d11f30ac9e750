package org.failovermon.app.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.app.show.Ink;
import org.jspecify.annotations.Nullable;

/**
 * The demo: two hosts, two paths, a death and a return, as real processes without root. One object
 * serves one call.
 */
public final class Demo {
  private final CommandLines commands;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Ink ink;

  /**
   * A demo that is told on these.
   *
   * @param commands the command line of failovermon
   * @param out where it is told
   * @param err where errors go
   * @param ink the colours that fit
   */
  public Demo(CommandLines commands, PrintWriter out, PrintWriter err, Ink ink) {
    this.commands = commands;
    this.out = out;
    this.err = err;
    this.ink = ink;
  }

  /**
   * Plays it.
   *
   * @param live whether to draw a picture in place; otherwise it is told line by line
   * @param keep whether to leave everything running at the end
   * @param allowance how much later than its bound something may be on this machine
   * @return 0 when everything measured is within its bound, otherwise 1
   */
  public int play(boolean live, boolean keep, Duration allowance) {
    Stage stage;
    try {
      stage = new Stage(commands, out, live, ink, Glyphs.of(System.out.charset()));
    } catch (DemoFailedException e) {
      return failed(e);
    }
    Thread interrupted = Thread.ofPlatform().unstarted(() -> interrupted(stage));
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      Findings findings = new Play(stage, allowance).play();
      String bound = boundInWords(stage.scene(), allowance);
      stage.curtain();
      List<String> lines = new ArrayList<>(findings.lines(ink));
      bound.lines().forEach(lines::add);
      if (keep) {
        stage.keep();
        lines.addAll(whatNext(stage.ground()));
      } else {
        stage.end();
        lines.add(
            "Everything was ended and removed. To go on yourself: "
                + Programs.typed()
                + " demo --keep");
      }
      stage.after(lines);
      return findings.ok() ? 0 : 1;
    } catch (DemoFailedException e) {
      boolean told = stage.ended();
      stage.end();
      return told ? 1 : failed(e); // after Ctrl-C whatever fails is no news
    } finally {
      if (!stage.ended()) {
        stage.end();
      }
      unhook(interrupted);
    }
  }

  private static void interrupted(Stage stage) {
    if (!stage.ended()) {
      stage.end();
      stage.after(List.of("The demo was ended before its end; nothing of it is left."));
    }
  }

  private static void unhook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process is ending: the hook is what runs
    }
  }

  private static String boundInWords(Scene scene, Duration allowance) {
    return "The bound of a verdict: interval + (1 + retries) × timeout = "
        + scene.boundInWords()
        + ".\nOn top, "
        + Spans.roughly(allowance)
        + " are allowed for a busy machine (--allow), 3 s to start a web server.";
  }

  private static List<String> whatNext(Ground ground) {
    String failovermon = Programs.typed();
    String alpha = failovermon + " --home " + ground.home(Ground.ALPHA) + " ";
    String beta = failovermon + " --home " + ground.home(Ground.BETA) + " ";
    String demo = failovermon + " demo ";
    String in = Running.all().size() > 1 ? " --in " + ground.folder() : "";
    return List.of(
        "",
        "It goes on running in " + ground.folder() + ". What to try next:",
        "  what happened, why, what ran, and what to do, on one screen:",
        "    " + beta + "status",
        "  decisions with their reasons, as they come; and what a script printed:",
        "    " + beta + "log --follow",
        "    " + beta + "show 1",
        "  cut a path, mend it; cut both, and alpha is lost:",
        "    " + demo + "--cut 1" + in,
        "    " + demo + "--heal 1" + in,
        "  let alpha die once more, and bring it back:",
        "    " + demo + "--kill" + in,
        "    " + alpha + "daemon start",
        "  who serves the web:",
        "    curl " + ground.url(),
        "  edit a script; it takes effect at once, or status says why not:",
        "    " + ground.home(Ground.BETA).resolve("scripts/lost-pulse/take-web.groovy"),
        "To end it and remove everything:",
        "    " + demo + "--stop" + in);
  }

  /**
   * Gives an order to a demo that was left running: {@code cut N}, {@code heal N}, {@code kill},
   * {@code stop}.
   *
   * @param folder the folder of that demo, or null when only one runs
   */
  public int order(String order, @Nullable Path folder) {
    try {
      Ground ground = Ground.of(folder == null ? Running.only() : folder);
      if (order.equals("kill")) {
        if (!Sweep.kill(ground.home(Ground.ALPHA))) {
          throw new DemoFailedException("the processes of alpha do not end");
        }
        out.println("alpha is dead: every process of it was ended with SIGKILL");
        return 0;
      }
      Wires.order(ground, order);
      out.println(
          order.equals("stop")
              ? "the demo in " + ground.folder() + " was ended and removed"
              : "done: " + order + " in the demo in " + ground.folder());
      return 0;
    } catch (DemoFailedException e) {
      return failed(e);
    }
  }

  private int failed(DemoFailedException e) {
    out.flush();
    err.println("failovermon: demo: " + e.getMessage());
    return 1;
  }

  /** The demos that run for this user. */
  private static final class Running {
    static List<Path> all() {
      List<Path> found = new ArrayList<>();
      try (DirectoryStream<Path> folders =
          Files.newDirectoryStream(Ground.nursery(), Ground.PREFIX + "*")) {
        for (Path folder : folders) {
          if (Files.isWritable(folder) && Files.exists(folder.resolve("wires.sock"))) {
            found.add(folder);
          }
        }
        return found;
      } catch (IOException e) {
        throw new DemoFailedException("cannot look into " + Ground.nursery() + ": " + e, e);
      }
    }

    static Path only() {
      List<Path> all = all();
      if (all.isEmpty()) {
        throw new DemoFailedException("no demo runs; start one: failovermon demo --keep");
      }
      if (all.size() > 1) {
        throw new DemoFailedException(
            "several demos run; say which, with --in "
                + String.join(" or --in ", all.stream().map(Path::toString).toList()));
      }
      return all.getFirst();
    }
  }
}
