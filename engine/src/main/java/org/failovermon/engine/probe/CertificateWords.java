package org.failovermon.engine.probe;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failovermon.engine.model.check.CheckResult.Figure;
import org.failovermon.engine.model.check.Probe.Certificate;

/** What is to be said of a certificate. Dates are those of UTC, as in the certificate. */
final class CertificateWords {
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=((?:[^,\\\\]|\\\\.)*)");
  private static final int MOST_NAMES = 4;

  private CertificateWords() {}

  /** Why the certificate is not valid now, or not for long enough, or empty. */
  static Optional<String> outOfTime(TlsSession session, Certificate wanted, Instant now) {
    int daysWanted = wanted.daysLeft();
    if (!wanted.verify() && daysWanted == 0) {
      return Optional.empty();
    }
    X509Certificate certificate = session.certificate();
    Instant end = certificate.getNotAfter().toInstant();
    if (end.isBefore(now)) {
      return Optional.of(ended(session.serverName(), end, now));
    }
    Instant begin = certificate.getNotBefore().toInstant();
    if (wanted.verify() && begin.isAfter(now)) {
      return Optional.of(begins(session.serverName(), begin)); // the JDK trusts it if it is listed
    }
    long days = Duration.between(now, end).toDays();
    return days >= daysWanted
        ? Optional.empty()
        : Optional.of(
            "certificate of "
                + session.serverName()
                + " ends in "
                + days(days)
                + " ("
                + date(end)
                + "), at least "
                + daysWanted
                + " are wanted");
  }

  /** "certificate until 2026-12-24 (32 days)". */
  static String lasts(TlsSession session, Instant now) {
    Instant end = session.certificate().getNotAfter().toInstant();
    return "certificate until " + date(end) + " (" + days(daysLeft(session, now)) + ")";
  }

  /** Days that the certificate is still valid, as a figure. */
  static Figure figure(TlsSession session, Instant now) {
    return new Figure("certificate_days", daysLeft(session, now), "");
  }

  private static long daysLeft(TlsSession session, Instant now) {
    return Duration.between(now, session.certificate().getNotAfter().toInstant()).toDays();
  }

  /** Why a certificate was refused. */
  static String refusal(X509Certificate own, String name, Throwable fault, Instant now) {
    Instant begin = own.getNotBefore().toInstant();
    Instant end = own.getNotAfter().toInstant();
    if (end.isBefore(now)) {
      return ended(name, end, now);
    }
    if (begin.isAfter(now)) {
      return begins(name, begin);
    }
    String whole = chain(fault);
    if (whole.contains("No subject alternative") || whole.contains("No name matching")) {
      return "certificate is for " + names(own) + ", not for " + name;
    }
    if (whole.contains("unable to find valid certification path")
        || whole.contains("trustAnchors")
        || whole.contains("Path does not chain")) {
      boolean alone = own.getSubjectX500Principal().equals(own.getIssuerX500Principal());
      return alone
          ? "certificate of " + name + " is signed by itself and not among the trusted ones"
          : "certificate of "
              + name
              + " is signed by an authority that is not trusted ("
              + own.getIssuerX500Principal().getName()
              + "), or its chain is not complete";
    }
    return "certificate of " + name + " is not accepted: " + last(fault);
  }

  private static String begins(String name, Instant begin) {
    return "certificate of " + name + " is valid only from " + date(begin) + " on";
  }

  private static String ended(String name, Instant end, Instant now) {
    long days = Duration.between(end, now).toDays();
    return "certificate of "
        + name
        + " ended "
        + (days == 0 ? "less than a day ago" : days(days) + " ago")
        + " ("
        + date(end)
        + ")";
  }

  private static String names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> others = certificate.getSubjectAlternativeNames();
      if (others != null) {
        for (List<?> other : others) {
          if (other.get(1) instanceof String text && (int) other.get(0) != 1) { // no mail address
            names.add(text);
          }
        }
      }
    } catch (CertificateParsingException e) {
      return "names that cannot be read";
    }
    if (names.isEmpty()) {
      Matcher common = COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
      return common.find() ? String.valueOf(common.group(1)) : "nobody";
    }
    int more = names.size() - MOST_NAMES;
    return String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String days(long days) {
    return days == 1 ? "1 day" : days + " days";
  }

  private static LocalDate date(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  private static String chain(Throwable fault) {
    StringBuilder all = new StringBuilder();
    Throwable at = fault;
    for (int depth = 0; at != null && depth < 8; depth++, at = at.getCause()) {
      all.append(at.getMessage()).append('\n');
    }
    return all.toString();
  }

  private static String last(Throwable fault) {
    Throwable at = fault;
    for (int depth = 0; at.getCause() != null && depth < 8; depth++) {
      at = at.getCause();
    }
    return String.valueOf(at.getMessage());
  }
}
