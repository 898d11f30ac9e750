package org.failovermon.app.demo;

import java.util.List;

/** How the demo is told: as a live picture or line by line. Thread-safe. */
interface Show extends AutoCloseable {
  /** A new act begins. */
  void act(int number, String headline);

  /** Something happened. */
  void happened(Feed.Line line);

  /** Ends the picture; from then on lines follow one another. */
  @Override
  void close();

  /** Lines after the end of the picture. */
  void after(List<String> lines);
}
