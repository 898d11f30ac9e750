package org.failovermon.engine.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.Locale;

/** Faults of the network in the words of operators. */
final class Faults {
  private Faults() {}

  /** What a fault means for the check. */
  static ProbeFailure of(IOException fault) {
    String message = String.valueOf(fault.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("too many open files")) {
      return ProbeFailure.unknown(
          "not made: too many open files in this process; raise LimitNOFILE of the service, or"
              + " ulimit -n");
    }
    if (lower.contains("cannot assign requested address")) {
      return ProbeFailure.unknown(
          "not made: this machine has no free local port for it; widen"
              + " net.ipv4.ip_local_port_range, or make fewer checks");
    }
    if (lower.contains("no buffer space") || lower.contains("cannot allocate memory")) {
      return ProbeFailure.unknown("not made: this machine has no memory for it (" + message + ")");
    }
    return ProbeFailure.critical(words(fault, message, lower));
  }

  private static String words(IOException fault, String message, String lower) {
    if (lower.contains("refused")) {
      return "connection refused";
    }
    if (lower.contains("network is unreachable")) {
      return "network is unreachable";
    }
    if (fault instanceof NoRouteToHostException || lower.contains("no route to host")) {
      return "no route to host";
    }
    if (lower.contains("reset") || lower.contains("broken pipe")) {
      return "the connection was reset";
    }
    if (fault instanceof SocketTimeoutException || lower.contains("timed out")) {
      return "no answer: " + (message.isBlank() ? "timed out" : lower);
    }
    if (fault instanceof EOFException) {
      return message.equals("null") ? "the connection was closed" : message;
    }
    if (fault instanceof ConnectException) {
      return "cannot connect: " + message;
    }
    return message.equals("null") ? fault.getClass().getSimpleName() : message;
  }
}
