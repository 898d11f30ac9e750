package org.failovermon.engine.linux;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process group that {@code setsid} made: the program that leads it and all its children that did
 * not make a session of their own, also those whose parents are gone. Thread-safe.
 *
 * @param id the group's number, which is the process id of its leader; above 1
 */
@SuppressWarnings("restricted") // the foreign-function interface is the purpose
public record ProcessGroup(long id) {
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;
  private static final MethodHandle KILL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  /**
   * Checks the number: 0 and 1 would mean our own group and everybody.
   *
   * @throws IllegalArgumentException when it is 1 or less
   */
  public ProcessGroup {
    if (id <= 1) {
      throw new IllegalArgumentException("process group " + id + " is not one of a program");
    }
  }

  /**
   * Asks every process of the group to end (SIGTERM).
   *
   * @return false when there is no such group
   */
  public boolean terminate() {
    return signal(SIGTERM);
  }

  /**
   * Ends every process of the group (SIGKILL).
   *
   * @return false when there is no such group
   */
  public boolean kill() {
    return signal(SIGKILL);
  }

  /** Whether a process of the group still runs. Zombies, which only wait to be reaped, do not. */
  public boolean alive() {
    if (!signal(0)) {
      return false;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        if (runsHere(process)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return true; // /proc cannot be read: the kernel's own answer above stands
    }
  }

  private boolean runsHere(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      // pid (name) state ppid pgrp session …; the name may hold anything, also ')'
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
      return fields[2].equals(Long.toString(id))
          && !fields[0].equals("Z")
          && !fields[0].equals("X");
    } catch (IOException e) {
      return false; // it ended while we looked
    }
  }

  private boolean signal(int number) {
    try {
      return (int) KILL.invokeExact((int) -id, number) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("kill(2) cannot be called", e);
    }
  }
}
