package org.failovermon.app.control;

import java.util.ArrayList;
import java.util.List;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.InvalidValueException;
import tools.jackson.databind.JsonNode;

/**
 * What a request that changes something says of itself in its address, so that a refusal can be
 * recorded without reading what somebody without rights sends. Anybody may write there, so only
 * words that are known and names that are host names are taken.
 */
final class Wish {
  private static final List<String> WORDS = words();

  private Wish() {}

  /** The address of a request with this body. */
  static String address(String path, JsonNode body) {
    String host = body.path("host").asString(body.path("monitor").path("host").asString(""));
    return path
        + "?command="
        + QueryUri.encode(body.path("command").asString(""))
        + (host.isEmpty() ? "" : "&host=" + QueryUri.encode(host));
  }

  /** What somebody wants, for the record: a known command and its host, as far as it says so. */
  static String of(String queryString) {
    try {
      String word = QueryUri.first(queryString, "command").orElse("");
      if (!WORDS.contains(word)) {
        return "a command";
      }
      return QueryUri.first(queryString, "host")
          .map(host -> word + " " + new HostName(host))
          .orElse(word);
    } catch (InvalidValueException e) {
      return "a command";
    }
  }

  private static List<String> words() {
    List<String> words = new ArrayList<>(CommandJson.WORDS);
    words.addAll(DaemonCommand.WORDS);
    return List.copyOf(words);
  }
}
