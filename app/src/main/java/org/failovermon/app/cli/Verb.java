package org.failovermon.app.cli;

import java.util.concurrent.Callable;

/** One command of the command line; returns its exit code. */
abstract class Verb implements Callable<Integer> {
  /** What the commands of this invocation share. */
  final Context context;

  Verb(Context context) {
    this.context = context;
  }
}
