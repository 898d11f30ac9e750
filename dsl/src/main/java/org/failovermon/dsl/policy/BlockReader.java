package org.failovermon.dsl.policy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.failovermon.dsl.words.CommonWords;
import org.failovermon.engine.heartbeat.AddressLiteral;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.policy.Secret;

/** What the words of all blocks have in common: places, ranges, and words said once. */
abstract class BlockReader implements CommonWords {
  private final Reading reading;
  private final Map<String, Spot> said = new HashMap<>();

  BlockReader(Reading reading) {
    this.reading = reading;
  }

  final Reading reading() {
    return reading;
  }

  @Override
  public final Secret secret(String name) {
    return reading.secret(name);
  }

  /** The place of a word that may be said again. */
  final Spot spot(String word) {
    return reading.spot(word);
  }

  /** The place of a word that may be said once; a second time is a problem. */
  final Spot once(String word) {
    return once(word, word);
  }

  /** The same for several words that say one thing. */
  final Spot once(String what, String word) {
    Spot spot = reading.spot(word);
    Spot before = said.putIfAbsent(what, spot);
    if (before != null) {
      problem(
          spot,
          before.word().equals(word)
              ? "'" + word + "' stands in line " + before.line() + " already; remove one of them"
              : "'"
                  + word
                  + "' and '"
                  + before.word()
                  + "' (line "
                  + before.line()
                  + ") say two things about one; remove one of them");
    }
    return spot;
  }

  final boolean wasSaid(String what) {
    return said.containsKey(what);
  }

  final void problem(Spot spot, String message) {
    reading.problem(spot, message);
  }

  /** Whether a duration is within its range; a problem if not. */
  final boolean within(Spot spot, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
      return true;
    }
    problem(
        spot,
        "'"
            + spot.word()
            + "' must be "
            + Durations.show(least)
            + " to "
            + Durations.show(most)
            + ", was "
            + Durations.show(value)
            + (value.compareTo(least) < 0 ? "; raise it" : "; lower it")
            + " or remove it");
    return false;
  }

  /** Whether a number is within its range; a problem if not. */
  final boolean within(Spot spot, int value, int least, int most) {
    if (value >= least && value <= most) {
      return true;
    }
    problem(
        spot,
        "'"
            + spot.word()
            + "' must be "
            + least
            + " to "
            + most
            + ", was "
            + value
            + (value < least ? "; raise it" : "; lower it")
            + " or remove it");
    return false;
  }

  /** Whether a text is an address or a name; a problem if not. */
  final boolean address(Spot spot, String text) {
    try {
      AddressLiteral.check(new HostName(text).value());
      return true;
    } catch (InvalidValueException e) {
      problem(
          spot, String.valueOf(e.getMessage()).replaceFirst("^invalid host", "invalid address"));
      return false;
    }
  }
}
