package org.failovermon.app.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.failovermon.app.show.Ink;

/** Tells the demo line by line, for logs and for terminals without a cursor. */
final class PlainShow implements Show {
  private final PrintWriter out;
  private final Feed feed;
  private final Glyphs glyphs;
  private final Ink ink;

  PlainShow(PrintWriter out, Feed feed, Glyphs glyphs, Ink ink) {
    this.out = out;
    this.feed = feed;
    this.glyphs = glyphs;
    this.ink = ink;
  }

  @Override
  public synchronized void act(int number, String headline) {
    print(
        stamp(feed.elapsed().toNanos())
            + ink.heading("step " + number + " of " + Play.ACTS + "  " + headline));
  }

  @Override
  public synchronized void happened(Feed.Line line) {
    print(stamp(line.at().toNanos()) + String.format("%-5s ", line.source()) + line.text());
  }

  @Override
  public void close() {
    out.flush();
  }

  @Override
  public synchronized void after(List<String> lines) {
    lines.forEach(this::print);
  }

  private static String stamp(long nanos) {
    return String.format(Locale.ROOT, "[%6.2f s] ", nanos / 1e9);
  }

  private void print(String line) {
    out.println(glyphs.fit(line));
    out.flush();
  }
}
