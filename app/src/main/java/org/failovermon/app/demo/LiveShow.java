package org.failovermon.app.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.failovermon.app.show.Ink;

/**
 * Tells the demo as a picture that is drawn anew in place, on the terminal's second screen, so that
 * what was on the first is still there afterwards.
 */
final class LiveShow implements Show {
  private static final Duration PACE = Duration.ofMillis(100);
  private static final String ENTER = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";

  private final PrintWriter out;
  private final Ink ink;
  private final Glyphs glyphs;
  private final BiFunction<Integer, String, Picture.Facts> facts;
  private final Thread painter;
  private int act = 1;
  private String headline = "";
  private boolean closed;

  /**
   * Begins to draw.
   *
   * @param facts gives what is to be drawn for an act and its headline
   */
  LiveShow(
      PrintWriter out, Ink ink, Glyphs glyphs, BiFunction<Integer, String, Picture.Facts> facts) {
    this.out = out;
    this.ink = ink;
    this.glyphs = glyphs;
    this.facts = facts;
    out.print(ENTER);
    out.flush();
    this.painter = Thread.ofPlatform().daemon().name("painter").start(this::paint);
  }

  private void paint() {
    while (draw()) {
      LockSupport.parkNanos(PACE.toNanos());
    }
  }

  private synchronized boolean draw() {
    if (closed) {
      return false;
    }
    TerminalSize size = TerminalSize.now();
    StringBuilder frame = new StringBuilder("\u001b[H");
    // The last column stays free: a terminal that has just filled it clears it with the rest.
    List<String> lines =
        Picture.lines(facts.apply(act, headline), ink, size.columns() - 1, size.rows());
    for (int i = 0; i < lines.size(); i++) {
      frame.append(i == 0 ? "" : "\r\n").append(glyphs.fit(lines.get(i))).append("\u001b[K");
    }
    out.print(frame.append("\u001b[J"));
    out.flush();
    return true;
  }

  @Override
  public synchronized void act(int number, String text) {
    act = number;
    headline = text;
  }

  @Override
  public void happened(Feed.Line line) {
    LockSupport.unpark(painter); // it is in the feed, which the picture shows
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      out.print(LEAVE);
      out.flush();
    }
  }

  @Override
  public synchronized void after(List<String> lines) {
    int columns = TerminalSize.now().columns();
    for (String line : lines) {
      Fit.fold(line, columns).forEach(part -> out.println(glyphs.fit(part)));
    }
    out.flush();
  }
}
