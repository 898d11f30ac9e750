package org.failovermon.app.lab;

/** Packet filters of one host: what arrives is dropped, lost or refused. */
final class Faults {
  private final Namespace namespace;

  /** Prepares a host; nothing is filtered yet. */
  Faults(Namespace namespace) {
    this.namespace = namespace;
    nft("add table inet lab");
    nft("add chain inet lab in { type filter hook input priority 0 ; }");
  }

  void drop(String device) {
    rule(device, "drop");
  }

  void lose(String device, int percent) {
    rule(device, "meta l4proto udp numgen random mod 100 < " + percent + " drop");
  }

  void refuse(String device) {
    rule(device, "udp dport " + Node.PORT + " reject");
  }

  void heal() {
    nft("flush chain inet lab in");
  }

  private void rule(String device, String what) {
    nft("add rule inet lab in iifname \"" + device + "\" " + what);
  }

  private void nft(String text) {
    Command.run(namespace.command("nft", text));
  }
}
