package org.failovermon.app.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * An observer and the host that it monitors.
 *
 * @param observer runs the monitor and its scripts
 * @param monitored answers
 * @param links the cables between them; the first leads to the address that is the host's name
 */
record Pair(Node observer, Node monitored, List<Link> links) {
  static Pair of(Lab lab, Node observer, Node monitored, int cables) {
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < cables; i++) {
      links.add(lab.link(observer, monitored));
    }
    lab.shareKey();
    monitored.launch();
    observer.launch();
    monitored.awaitReady();
    observer.awaitReady();
    return new Pair(observer, monitored, List.copyOf(links));
  }

  /** The name of the monitored host: its first address. */
  String host() {
    return address(0);
  }

  /** The address that a cable leads to. */
  String address(int cable) {
    return links.get(cable).address(monitored);
  }

  /** Monitors with a beat every 100 ms and three tries of 100 ms, by quick scripts. */
  Pair watch() {
    return watch("100ms", 2, "100ms", Scripts.QUICK);
  }

  /** Adds a monitor with all cables as paths, starts it, and waits until the host is up. */
  Pair watch(String interval, int retries, String timeout, String script) {
    observer.must(
        "add",
        host(),
        "-i",
        interval,
        "-r",
        Integer.toString(retries),
        "-t",
        timeout,
        "--lost-pulse",
        script,
        "--regain-pulse",
        script);
    for (int i = 1; i < links.size(); i++) {
      observer.must("path", "add", host(), address(i));
    }
    observer.must("start", host());
    observer.awaitVerdict(host(), "up");
    return this;
  }

  /** Nothing passes on any cable. */
  void cutAll() {
    links.forEach(Link::cut);
  }

  /** Everything passes again. */
  void heal() {
    links.getFirst().heal();
  }

  /** Waits until lost-pulse has come to its end so many times in this test, and the run is over. */
  void awaitLostPulse(long times) {
    awaitScript("lost-pulse", times);
  }

  /** Waits until regain-pulse has come to its end so many times in this test. */
  void awaitRegainPulse(long times) {
    awaitScript("regain-pulse", times);
  }

  private void awaitScript(String kind, long times) {
    observer.await(
        kind + " has run " + times + " times",
        node -> Scripts.ended(node, kind) >= times && node.status().path("open_runs").isEmpty());
  }

  String verdict() {
    return observer.verdict(host());
  }

  void awaitVerdict(String verdict) {
    observer.awaitVerdict(host(), verdict);
  }
}
