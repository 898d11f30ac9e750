package org.failovermon.app.lab;

/**
 * A cable between two hosts, with an IPv4 and an IPv6 address at each end: one path. Cutting it
 * drops datagrams where they arrive; the carrier stays, as behind a switch.
 */
final class Link {
  private final int number;
  private final Node left;
  private final Node right;

  private Link(int number, Node left, Node right) {
    this.number = number;
    this.left = left;
    this.right = right;
  }

  /** Lays a cable. */
  static Link between(int number, Node left, Node right) {
    Link link = new Link(number, left, right);
    String name = link.device();
    String there = right.namespace().name();
    Command.run(
        "ip",
        "-n",
        left.namespace().name(),
        "link",
        "add",
        name,
        "type",
        "veth",
        "peer",
        "name",
        name,
        "netns",
        there);
    for (Node node : new Node[] {left, right}) {
      String namespace = node.namespace().name();
      Command.run("ip", "-n", namespace, "addr", "add", link.address(node) + "/24", "dev", name);
      Command.run(
          "ip", "-n", namespace, "addr", "add", link.address6(node) + "/64", "dev", name, "nodad");
      Command.run("ip", "-n", namespace, "link", "set", name, "up");
    }
    return link;
  }

  private String device() {
    return "path" + number;
  }

  /** The IPv4 address of one end. */
  String address(Node node) {
    return "10.77." + number + "." + end(node);
  }

  /** The IPv6 address of one end. */
  String address6(Node node) {
    return "fd77:0:0:" + number + "::" + end(node);
  }

  private int end(Node node) {
    return node == left ? 1 : 2;
  }

  /** Nothing passes in either direction. */
  void cut() {
    cutTowards(left);
    cutTowards(right);
  }

  /** Nothing arrives at that end any more; the other direction works. */
  void cutTowards(Node node) {
    node.faults().drop(device());
  }

  /** At each end, so many of a hundred datagrams are lost on arrival, at random. */
  void lose(int percent) {
    left.faults().lose(device(), percent);
    right.faults().lose(device(), percent);
  }

  /** Heartbeats that arrive at that end are refused. */
  void refuseAt(Node node) {
    node.faults().refuse(device());
  }

  /** Everything passes again, on all cables of both hosts. */
  void heal() {
    left.faults().heal();
    right.faults().heal();
  }
}
