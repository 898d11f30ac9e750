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
   * The nice value: enough to give way, and little enough for an edit to come into force where
   * other programs keep the processors busy. Such a thread has a third of the share of an ordinary
   * one.
   */
  private static final int NICE = 5;

  /** PRIO_PROCESS of {@code sys/resource.h}; with id 0 Linux takes the calling thread. */
  private static final int PRIO_PROCESS = 0;

  private static final MethodHandle SET_PRIORITY =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("setpriority"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT));

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
      int _ = (int) SET_PRIORITY.invokeExact(PRIO_PROCESS, 0, NICE);
    } catch (Throwable e) {
      throw new AssertionError("setpriority takes three numbers", e);
    }
  }
}
