package org.failovermon.dsl.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.failovermon.engine.decide.RuleEvent;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.check.ProbeCode;
import org.failovermon.engine.model.policy.Condition;
import org.failovermon.engine.model.policy.JobPolicy;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.model.policy.Secret;
import org.failovermon.engine.model.policy.Trigger;
import org.junit.jupiter.api.Test;

/** What policies mean. */
final class LanguageTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void anEmptyFileSaysNothing() {
    assertEquals(PolicySet.EMPTY, Policies.set(""));
    assertEquals(PolicySet.EMPTY, Policies.set("// later\n"));
  }

  @Test
  void aMonitorThatSaysNothingHasTheDefaultsOfTheManPageAndStarts() {
    MonitorPolicy monitor = Policies.set("monitor 'hostA'").monitors().getFirst();
    HostName host = new HostName("hostA");
    MonitorSpec plain = MonitorSpec.withDefaults(host);
    assertEquals(
        new MonitorSpec(
            host,
            plain.interval(),
            plain.retries(),
            plain.timeout(),
            plain.lostPulse(),
            plain.regainPulse(),
            true),
        monitor.spec());
    assertEquals(List.of(CommPath.ownName(host)), monitor.paths());
    assertTrue(monitor.started());
    assertEquals(MonitorPolicy.Members.HEARTBEAT, monitor.members());
    assertEquals(new Place("policies/a.groovy", 1), monitor.place());
  }

  @Test
  void aMonitorSaysWhatTheCommandLineCanSay() {
    MonitorPolicy monitor =
        Policies.set(
                """
                monitor('hostA') {
                  every 60.seconds
                  retries 3
                  timeout 500.ms
                  path '10.0.0.1'
                  path 'fd00::1', port: 7000
                  startAtReboot false
                  lostPulse 'take-mail.groovy'
                  regainPulse '/opt/ha/tell'
                  deadline 4.minutes
                }
                """)
            .monitors()
            .getFirst();
    HostName host = new HostName("hostA");
    assertEquals(
        new MonitorSpec(
            host,
            Duration.ofMinutes(1),
            3,
            Duration.ofMillis(500),
            new ScriptRef("take-mail.groovy"),
            new ScriptRef("/opt/ha/tell"),
            false),
        monitor.spec());
    assertEquals(
        List.of(
            CommPath.ownName(host),
            new CommPath(host, "10.0.0.1", 0, false),
            new CommPath(host, "fd00::1", 7000, false)),
        monitor.paths());
    assertEquals(Duration.ofMinutes(4), monitor.runDeadline());
    assertTrue(monitor.started());
  }

  @Test
  void aMonitorThatStartsByHandDoesNotStartAtRebootEither() {
    MonitorPolicy monitor =
        Policies.set("monitor('hostA') { startsByHand() }").monitors().getFirst();
    assertFalse(monitor.started());
    assertFalse(monitor.spec().startAtReboot());
  }

  @Test
  void whatABlockSaysWinsOverTheDefaults() {
    PolicySet set =
        Policies.set(
            """
            defaults { every 60.seconds; retries 3; lostPulse 'take.groovy'; checkEvery 5.seconds }
            monitor('hostA') { retries 1 }
            monitor('hostB') { check('www') { tcp address: 'hostB', port: 80; timeout 1.second } }
            """);
    assertEquals(1, set.monitors().get(0).spec().retries());
    assertEquals(3, set.monitors().get(1).spec().retries());
    assertEquals(Duration.ofMinutes(1), set.monitors().get(0).spec().interval());
    assertEquals("take.groovy", set.monitors().get(0).spec().lostPulse().text());
    assertEquals(Duration.ofSeconds(5), set.checks().getFirst().interval());
    assertEquals(Duration.ofSeconds(1), set.checks().getFirst().timeout());
  }

  @Test
  void aHundredMonitorsAreThreeLines() {
    PolicySet set =
        Policies.set(
            """
            String address(int i) { "10.0.1.$i" }
            def pause = 10.seconds
            for (i in 1..100) monitor("web$i") { every pause; path address(i) }
            """);
    assertEquals(100, set.monitors().size());
    assertEquals(
        "10.0.1.42",
        set.monitors().stream()
            .filter(each -> each.spec().host().value().equals("web42"))
            .findFirst()
            .orElseThrow()
            .paths()
            .get(1)
            .address());
  }

  @Test
  void theIntervalFollowsTheCalendar() {
    PolicySet set =
        Policies.set(
            """
            monitor('hostA') {
              every 60.seconds
              every 60.seconds, from: '0 0 8 * * ?'
              every 1200.seconds, from: '0 0 20 * * ?', zone: 'UTC'
            }
            """);
    HostName host = new HostName("hostA");
    assertEquals(
        List.of(
            new JobPolicy(
                new Job(
                    "hostA.every.1",
                    "0 0 8 * * ?",
                    BERLIN,
                    new Job.SetInterval(host, Duration.ofSeconds(60))),
                null,
                new Place("policies/a.groovy", 3)),
            new JobPolicy(
                new Job(
                    "hostA.every.2",
                    "0 0 20 * * ?",
                    ZoneId.of("UTC"),
                    new Job.SetInterval(host, Duration.ofSeconds(1200))),
                null,
                new Place("policies/a.groovy", 4))),
        set.jobs());
  }

  @Test
  void theHeartbeatAndServicesCombine() {
    String text =
        """
        check('dns') { dns name: 'www.example.org' }
        monitor('hostA') {
          check('smtp') { smtp address: 'hostA' }
          check('imap') { imap address: 'hostA' }
          needs %s
        }
        """;
    assertEquals(
        new MonitorPolicy.Members(true, List.of("hostA/smtp"), 2),
        members(text.formatted("all(heartbeat, check('smtp'))")));
    assertEquals(
        new MonitorPolicy.Members(true, List.of("hostA/smtp"), 1),
        members(text.formatted("any(heartbeat, check('smtp'))")));
    assertEquals(
        new MonitorPolicy.Members(true, List.of("hostA/smtp", "hostA/imap", "dns"), 2),
        members(
            text.formatted("atLeast(2, heartbeat, check('smtp'), check('imap'), check('dns'))")));
    assertEquals(
        new MonitorPolicy.Members(false, List.of("hostA/smtp"), 1),
        members(text.formatted("check('smtp')")));
    MonitorPolicy without = Policies.set(text.formatted("check('smtp')")).monitors().getFirst();
    assertEquals(List.of(), without.paths());
  }

  private static MonitorPolicy.Members members(String text) {
    return Policies.set(text).monitors().getFirst().members();
  }

  @Test
  void aCheckInAMonitorCountsOnlyWhereItIsNeeded() {
    assertEquals(
        MonitorPolicy.Members.HEARTBEAT,
        members("monitor('hostA') { check('smtp') { smtp address: 'hostA' } }"));
  }

  @Test
  void eachProbeHasItsOptions() {
    assertEquals(
        new Probe.Http(
            "https://www.example.org/",
            "GET",
            Map.of(
                "Accept",
                Secret.open("Accept", "text/html"),
                "Authorization",
                new Secret("token", "geheim")),
            new Probe.Login("probe", new Secret("www", "geheim")),
            200,
            299,
            "ok",
            1,
            new Probe.Certificate(true, null, null, 14)),
        probe(
            "http url: 'https://www.example.org/', status: 200..299, body: 'ok', redirects: 1,"
                + " headers: [Accept: 'text/html', Authorization: secret('token')], user: 'probe',"
                + " password: secret('www'),"
                + " certificateDays: 14"));
    assertEquals(
        new Probe.Tcp(
            "10.0.0.1",
            25,
            List.of(new Probe.Exchange.Expect("^220"), new Probe.Exchange.Send("QUIT\r\n"))),
        probe("tcp address: '10.0.0.1', port: 25, talk: [expect('^220'), send('QUIT\\r\\n')]"));
    assertEquals(
        new Probe.Imap(
            "hostA",
            993,
            Probe.Security.TLS,
            new Probe.Certificate(false, "imap.example.org", "/etc/ca.pem", 0),
            null,
            null),
        probe(
            "imap address: 'hostA', tls: true, verify: false, serverName: 'imap.example.org',"
                + " trust: '/etc/ca.pem'"));
    assertEquals(
        new Probe.Plugin(
            List.of("check_mysql", "-u", "probe"),
            Map.of("MYSQL_PWD", new Secret("mysql", "geheim"), "LANG", Secret.open("LANG", "C"))),
        probe(
            "plugin environment: [MYSQL_PWD: secret('mysql'), LANG: 'C'], 'check_mysql', '-u',"
                + " 'probe'"));
    assertEquals(new Probe.Icmp("fd00::1", 3), probe("icmp address: 'fd00::1', count: 3"));
  }

  private static Probe probe(String line) {
    return Policies.set("check('x') {\n  " + line + "\n}").checks().getFirst().probe();
  }

  @Test
  void aCheckHasItsThresholds() {
    assertEquals(
        new CheckSpec(
            "www",
            new Probe.Icmp("hostA", 1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            4,
            5,
            new CheckSpec.Flap(6, Duration.ofMinutes(30)),
            List.of("router1"),
            new Place("policies/a.groovy", 2)),
        Policies.set(
                """
                monitor 'router1'
                check('www') {
                  icmp address: 'hostA'; every 30.seconds; timeout 5.seconds
                  failAfter 4; recoverAfter 5; flapping changes: 6, within: 30.minutes
                  dependsOn 'router1'
                }
                """)
            .checks()
            .getFirst());
  }

  @Test
  void aCheckInGroovyAsksAndTheWorstThatItSaysCounts() throws Exception {
    Probe.Closure probe =
        (Probe.Closure)
            probe(
                """
                code {
                    def www = probe(tcp(address: '10.0.0.1', port: 80))
                    ok 'it answers'
                    if (!www.ok) critical "down: ${www.text}"
                    warning 'late'
                  }\
                """);
    CheckResult result = probe.code().check(answering(CheckResult.Status.CRITICAL, "refused"));
    assertEquals(CheckResult.Status.CRITICAL, result.status());
    assertEquals("down: refused", result.text());
    assertEquals(
        CheckResult.Status.WARNING,
        probe.code().check(answering(CheckResult.Status.OK, "fine")).status());
  }

  @Test
  void aCheckInGroovyThatSaysNothingIsUnknown() throws Exception {
    Probe.Closure probe = (Probe.Closure) probe("code { def x = 1 }");
    CheckResult result = probe.code().check(answering(CheckResult.Status.OK, ""));
    assertEquals(CheckResult.Status.UNKNOWN, result.status());
    assertEquals("the code said neither ok, warning, critical nor unknown", result.text());
  }

  private static ProbeCode.ProbeContext answering(CheckResult.Status status, String text) {
    return new ProbeCode.ProbeContext() {
      @Override
      public Duration left() {
        return Duration.ofSeconds(1);
      }

      @Override
      public CheckResult probe(Probe asked) {
        assertEquals(new Probe.Tcp("10.0.0.1", 80, List.of()), asked);
        return CheckResult.of(status, text, Duration.ZERO);
      }
    };
  }

  @Test
  void aRuleKnowsEveryCommandThatTheEngineTellsOfAndNoOther() {
    for (String command : RuleEvent.OperatorDid.COMMANDS) {
      RuleSpec rule =
          Policies.set("rule('tell') { on operatorDid('" + command + "'); action 'tell.groovy' }\n")
              .rules()
              .getFirst();
      assertEquals(List.of(new Trigger.OperatorDid(Set.of(command))), rule.triggers());
    }
  }

  @Test
  void aRuleHasEventsConditionsACapAndAnAction() {
    RuleSpec rule =
        Policies.set(
                """
                monitor 'hostA'
                check('www') { icmp address: 'hostA' }
                rule('three-losses') {
                  on lost('hostA'), failed('www')
                  on cron('0 0 8 * * ?', zone: 'UTC'), operatorDid('stop'), fileChanged('/etc/hosts')
                  on runEnded(of: 'hostA', kind: 'lost-pulse', how: ['failed', 'timed out'])
                  when all(not(isUp('hostA')), any(isFailed('www'), happened('hostA', 1.hour, 3)))
                  atMost 1, 1.hour
                  oncePer event
                  action 'tell-on-call.groovy'
                  deadline 30.seconds
                }
                """)
            .rules()
            .getFirst();
    assertEquals(
        List.of(
            new Trigger.MonitorBecomes(Set.of("hostA"), Set.of(Verdict.LOST)),
            new Trigger.CheckBecomes(
                Set.of("www"), Set.of(org.failovermon.engine.model.check.CheckVerdict.FAILED)),
            new Trigger.CronDue("0 0 8 * * ?", ZoneId.of("UTC")),
            new Trigger.OperatorDid(Set.of("stop")),
            new Trigger.FileChanged("/etc/hosts"),
            new Trigger.RunEnds(
                Set.of(RunKind.LOST_PULSE),
                Set.of("hostA"),
                Set.of(RunStatus.FAILED, RunStatus.TIMED_OUT))),
        rule.triggers());
    assertEquals(
        new Condition.All(
            List.of(
                new Condition.Not(new Condition.MonitorIs("hostA", Set.of(Verdict.UP))),
                new Condition.Any(
                    List.of(
                        new Condition.CheckIs(
                            "www",
                            Set.of(
                                org.failovermon.engine.model.check.CheckVerdict.FAILED,
                                org.failovermon.engine.model.check.CheckVerdict.RECOVERING)),
                        new Condition.Happened("hostA", Duration.ofHours(1), 3))))),
        rule.condition());
    assertEquals(new RuleSpec.Cap(1, Duration.ofHours(1)), rule.cap());
    assertEquals(RuleSpec.OncePer.EVENT, rule.oncePer());
    assertEquals(new ScriptRef("tell-on-call.groovy"), rule.action());
    assertEquals(Duration.ofSeconds(30), rule.deadline());
  }

  @Test
  void windowsAreOnceOrAgainAndAgain() {
    PolicySet set =
        Policies.set(
            """
            monitor 'hostA'
            maintenance('again') { cron '0 0 2 ? * SUN'; lasts 2.hours; monitors 'hostA' }
            maintenance('once') { from '2026-12-01T02:00'; to '2026-12-01T04:00Z'; everything() }
            """);
    assertEquals(
        List.of(
            new Maintenance(
                "again",
                Set.of("hostA"),
                new Maintenance.Recurring("0 0 2 ? * SUN", BERLIN, Duration.ofHours(2)),
                new Place("policies/a.groovy", 2)),
            new Maintenance(
                "once",
                Set.of(),
                new Maintenance.Once(
                    Instant.parse("2026-12-01T01:00:00Z"), Instant.parse("2026-12-01T04:00:00Z")),
                new Place("policies/a.groovy", 3))),
        set.windows());
  }

  @Test
  void numbersHaveUnits() {
    assertEquals(
        Duration.ofMillis(5_400_010),
        Policies.set("monitor('a') { every 1.5.hours + 10.ms }")
            .monitors()
            .getFirst()
            .spec()
            .interval());
    assertEquals(
        Duration.ofMinutes(1),
        Policies.set("monitor('a') { every 30.seconds * 2 }")
            .monitors()
            .getFirst()
            .spec()
            .interval());
  }
}
