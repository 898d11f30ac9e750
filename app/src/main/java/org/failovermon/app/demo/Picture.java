package org.failovermon.app.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.failovermon.app.show.Ink;

/** Draws one picture of the demo as lines of text. Pure: the same facts give the same lines. */
final class Picture {
  private static final int BOX = 27;
  private static final int VERDICT = 14;
  private static final int NARROW = 74;
  private static final int FEW_LINES = 20;
  private static final Duration SILENT = Duration.ofMillis(900);

  private final Facts facts;
  private final Ink ink;
  private final int width;
  private final int height;
  private final List<String> lines = new ArrayList<>();

  /**
   * All that a picture shows.
   *
   * @param act number of the act
   * @param headline what happens in it
   * @param elapsed time since the demo began
   * @param url the service
   * @param scene what beta says
   * @param folder the folder of the demo, which need not be shown at length
   * @param alphaPid process of alpha's failoverd, 0 if it does not run, -1 while it starts
   * @param betaPid process of beta's failoverd, the same
   * @param server who serves, or empty
   * @param strip who answered in the last half seconds
   * @param feed the newest lines
   */
  record Facts(
      int act,
      String headline,
      Duration elapsed,
      String url,
      Scene scene,
      String folder,
      long alphaPid,
      long betaPid,
      String server,
      String strip,
      List<Feed.Line> feed) {}

  private Picture(Facts facts, Ink ink, int width, int height) {
    this.facts = facts;
    this.ink = ink;
    this.width = width;
    this.height = height;
  }

  /** Draws; at most {@code height} lines, none wider than {@code width}. */
  static List<String> lines(Facts facts, Ink ink, int width, int height) {
    Picture picture = new Picture(facts, ink, width, height);
    picture.draw();
    List<String> all = picture.lines;
    return all.subList(0, Math.min(all.size(), height)).stream()
        .map(line -> Fit.to(line, width))
        .toList();
  }

  private void draw() {
    lines.add(
        ink.heading("failovermon demo")
            + "  step "
            + facts.act()
            + " of "
            + Play.ACTS
            + "  "
            + Spans.roughly(facts.elapsed()));
    lines.addAll(Fit.wrap(facts.headline(), width).stream().map(ink::heading).limit(2).toList());
    gap();
    if (width < NARROW || height < FEW_LINES) {
      hostsAsLines();
    } else {
      hostsAsBoxes();
    }
    gap();
    verdict();
    service();
    gap();
    int left = height - lines.size() - 1;
    if (left > 0) {
      lines.add(ink.heading("What happened"));
      List<String> told = new ArrayList<>();
      facts.feed().forEach(line -> told.addAll(told(line)));
      lines.addAll(told.subList(Math.max(0, told.size() - left), told.size()));
    }
  }

  /** A line of the feed in at most two lines of the picture. */
  private List<String> told(Feed.Line line) {
    String stamp =
        String.format(Locale.ROOT, "%6.2f s  %-5s ", line.at().toNanos() / 1e9, line.source());
    List<String> parts =
        Fit.wrap(line.text().replace(facts.folder(), "…"), Math.max(10, width - stamp.length()));
    List<String> shown = new ArrayList<>();
    shown.add(stamp + parts.getFirst());
    if (parts.size() > 1) {
      String rest = String.join(" ", parts.subList(1, parts.size()));
      shown.add(" ".repeat(stamp.length()) + rest);
    }
    return shown;
  }

  private void gap() {
    if (height >= FEW_LINES) {
      lines.add("");
    }
  }

  private void hostsAsBoxes() {
    String[] alpha = box(Ground.ALPHA, "primary", facts.alphaPid());
    String[] beta = box(Ground.BETA, "backup", facts.betaPid());
    int between = width - 2 * BOX;
    for (int row = 0; row < alpha.length; row++) {
      String wire = row == 1 || row == 2 ? wire(row, between) : " ".repeat(between);
      lines.add(alpha[row] + wire + beta[row]);
    }
  }

  private String[] box(String host, String role, long pid) {
    String title = "─ " + host + " ─ " + role + " ";
    int inner = BOX - 2;
    return new String[] {
      "┌" + title + "─".repeat(inner - title.length()) + "┐",
      "│" + Fit.pad(" failoverd  " + daemon(pid), inner) + "│",
      "│" + Fit.pad(" web        " + web(host), inner) + "│",
      "└" + "─".repeat(inner) + "┘"
    };
  }

  private String daemon(long pid) {
    if (pid == Stage.STARTING) {
      return ink.doubtful("starts");
    }
    return pid > 0 ? ink.good("runs") + ", " + pid : ink.bad("dead");
  }

  private String web(String host) {
    return facts.server().equals(host) ? ink.good("serves") : "-";
  }

  private String wire(int number, int between) {
    boolean well = well(number);
    String body = " path " + number + ": " + state(number) + " ";
    int rest = Math.max(0, between - body.length());
    String line = (well ? "═" : "╌").repeat(rest / 2);
    String other = (well ? "═" : "╌").repeat(rest - rest / 2);
    return Fit.pad(line + (well ? ink.good(body) : ink.bad(body)) + other, between);
  }

  private boolean well(int number) {
    if (facts.scene().paths().size() < number) {
      return false;
    }
    Scene.PathLine path = facts.scene().paths().get(number - 1);
    return path.trouble().isEmpty()
        && path.silentFor() != null
        && path.silentFor().compareTo(SILENT) < 0;
  }

  private String state(int number) {
    if (facts.scene().paths().size() < number) {
      return "not yet";
    }
    Scene.PathLine path = facts.scene().paths().get(number - 1);
    if (!path.trouble().isEmpty()) {
      return path.trouble();
    }
    if (path.silentFor() == null) {
      return "no answer yet";
    }
    return path.silentFor().compareTo(SILENT) < 0 && path.roundTrip() != null
        ? Spans.milliseconds(path.roundTrip())
        : "silent " + Spans.roughly(path.silentFor());
  }

  private void hostsAsLines() {
    lines.add("alpha (primary): failoverd " + daemon(facts.alphaPid()) + "; web " + web("alpha"));
    lines.add("beta (backup): failoverd " + daemon(facts.betaPid()) + "; web " + web("beta"));
    for (int number = 1; number <= Ground.PATHS; number++) {
      String state = state(number);
      lines.add("path " + number + ": " + (well(number) ? ink.good(state) : ink.bad(state)));
    }
  }

  private void verdict() {
    String word = facts.scene().verdict();
    String shown =
        switch (word) {
          case "up" -> ink.good(word);
          case "lost" -> ink.bad(word);
          case "" -> "none yet";
          default -> ink.doubtful(word);
        };
    String because = facts.scene().because();
    List<String> sentence = Fit.wrap(because, Math.max(10, width - 9 - VERDICT));
    lines.add("Verdict  " + Fit.pad(shown, VERDICT) + sentence.getFirst());
    if (sentence.size() > 1 && height >= FEW_LINES) {
      lines.add(" ".repeat(9 + VERDICT) + String.join(" ", sentence.subList(1, sentence.size())));
    }
    for (String notice : facts.scene().notices()) {
      lines.add(ink.bad("! ") + notice);
    }
  }

  private void service() {
    String who = facts.server();
    lines.add(
        "Service  "
            + facts.url()
            + "  "
            + (who.isEmpty() ? ink.bad("nobody answers") : "answers: " + ink.good(who)));
    String strip = facts.strip();
    int room = Math.max(0, width - 9);
    String shown = strip.substring(Math.max(0, strip.length() - room));
    StringBuilder painted = new StringBuilder("         ");
    for (int i = 0; i < shown.length(); i++) {
      String mark = shown.substring(i, i + 1);
      painted.append(
          mark.equals(".")
              ? ink.bad(mark)
              : mark.equals("b") ? ink.doubtful(mark) : ink.good(mark));
    }
    if (!shown.isEmpty()) {
      lines.add(painted.toString());
    }
  }
}
