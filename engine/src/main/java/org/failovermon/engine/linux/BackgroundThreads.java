package org.failovermon.engine.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ThreadFactory;

/**
 * Threads whose work can wait. They, and the threads that they start, yield the processors to
 * everything else on the machine, heartbeats first of all. They must not start programs, which
 * would inherit that.
 */
@SuppressWarnings("restricted") // the foreign-function interface is the purpose
public final class BackgroundThreads {
  /**
   * What is added to the nice value: enough to give way, and little enough for an edit to come into
   * force where other programs keep the processors busy. Such a thread has a third of the share of
   * an ordinary one.
   */
  private static final int NICER = 5;

  /** Of the calling thread: Linux knows a nice value for each, and new threads inherit it. */
  private static final MethodHandle NICE =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("nice"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private BackgroundThreads() {}

  /** Makes daemon threads of that name. Where the kernel refuses, they are ordinary ones. */
  public static ThreadFactory named(String name) {
    return work ->
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .unstarted(
                () -> {
                  yieldToOthers();
                  work.run();
                });
  }

  private static void yieldToOthers() {
    try {
      int _ = (int) NICE.invokeExact(NICER);
    } catch (Throwable e) {
      throw new AssertionError("nice takes a number", e);
    }
  }
}
