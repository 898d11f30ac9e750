package org.failovermon.engine.probe;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request goes.
 *
 * @param uri the whole, without a fragment
 * @param secure whether it is https
 * @param host without brackets
 * @param port 1 to 65535
 */
record HttpTarget(URI uri, boolean secure, String host, int port) {
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[^\\]]+\\]|[^:@]+)(?::(\\d{1,5})?)?");

  /**
   * Reads an address.
   *
   * @throws ProbeFailure unknown, when it is not one of http or https
   */
  static HttpTarget of(String url) throws ProbeFailure {
    try {
      return of(new URI(url));
    } catch (URISyntaxException e) {
      throw ProbeFailure.unknown("'" + url + "' is not a URL: " + e.getReason());
    }
  }

  private static HttpTarget of(URI uri) throws ProbeFailure {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https");
    if (!secure && !scheme.equals("http")) {
      throw ProbeFailure.unknown("'" + uri + "' is neither http nor https");
    }
    // Not getHost: it knows no names with an underscore, which inner networks have.
    Matcher authority =
        AUTHORITY.matcher(uri.getRawAuthority() == null ? "" : uri.getRawAuthority());
    if (!authority.matches()) {
      throw ProbeFailure.unknown(
          "'" + uri + "' names no host, or a user, which belongs into the login of the check");
    }
    String host = String.valueOf(authority.group(1));
    String digits = authority.group(2);
    int port = digits == null ? (secure ? 443 : 80) : Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw ProbeFailure.unknown("port of '" + uri + "' must be 1 to 65535, was " + port);
    }
    return new HttpTarget(
        uri, secure, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
  }

  /** What follows in the first line of the request. */
  String path() {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return ascii(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
  }

  private static String ascii(String text) {
    return text.chars().allMatch(c -> c < 128) ? text : URI.create(text).toASCIIString();
  }

  /** The value of the Host header. */
  String hostHeader() {
    String name = host.contains(":") ? "[" + host.replaceAll("%.*", "") + "]" : host;
    return port == (secure ? 443 : 80) ? name : name + ":" + port;
  }

  /** Whether both are the same server under the same protection. */
  boolean sameOrigin(HttpTarget other) {
    return secure == other.secure && host.equalsIgnoreCase(other.host) && port == other.port;
  }

  /**
   * Where a redirect leads.
   *
   * @throws ProbeFailure critical, when that is nowhere
   */
  HttpTarget redirected(String location) throws ProbeFailure {
    try {
      return of(uri.resolve(new URI(location.strip().replace(" ", "%20"))));
    } catch (URISyntaxException | ProbeFailure e) {
      throw ProbeFailure.critical("redirects to '" + location.strip() + "', which is no address");
    }
  }
}
