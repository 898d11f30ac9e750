-- A database of schema version 2 as text: with monitors, open and ended outages, runs and their
-- repetition, output, journal and heartbeat history. It never changes: what wrote it is no more.
PRAGMA application_id = 1718580845;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE history (
  id       INTEGER PRIMARY KEY,
  shard    INTEGER NOT NULL,
  start_ms INTEGER NOT NULL,
  end_ms   INTEGER NOT NULL,
  segments BLOB NOT NULL
) STRICT;
INSERT INTO "history" VALUES(1,0,1790823600000,1790823609000,X'789C6BD8B7E7DABC0C467E0626FE07B117F8D916C833CAB14F6306006F2A0798');
CREATE TABLE history_host (
  id   INTEGER PRIMARY KEY,
  host TEXT COLLATE NOCASE NOT NULL UNIQUE
) STRICT;
INSERT INTO "history_host" VALUES(1,'hostA');
CREATE TABLE job (
  name        TEXT PRIMARY KEY,
  cron        TEXT NOT NULL,
  zone        TEXT NOT NULL,
  action      TEXT NOT NULL, -- run-script or set-interval
  script      TEXT,          -- of run-script
  host        TEXT,          -- of set-interval
  interval_ns INTEGER        -- of set-interval
) STRICT, WITHOUT ROWID;
INSERT INTO "job" VALUES('nightly','0 0 2 * * ?','UTC','run-script','backup.groovy',NULL,NULL);
INSERT INTO "job" VALUES('off-peak','0 0 20 * * ?','Europe/Berlin','set-interval',NULL,'hostA',1200000000000);
CREATE TABLE job_fired (
  name             TEXT PRIMARY KEY,
  scheduled_for_ns INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "job_fired" VALUES('nightly',1790820000000000000);
CREATE TABLE log (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ns   INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  subject TEXT COLLATE NOCASE NOT NULL,
  change  TEXT NOT NULL,
  rule    TEXT NOT NULL,
  text    TEXT NOT NULL,
  who     TEXT NOT NULL
) STRICT;
INSERT INTO "log" VALUES(1,1790823600000000000,'VERDICT','hostA','missing → lost','lost','4 beats in a row were missed','failovermon');
INSERT INTO "log" VALUES(2,1790823601000000000,'OPERATOR','hostB','','','stop hostB','root');
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('boot_id','boot-1');
INSERT INTO "meta" VALUES('commit_batch','0');
INSERT INTO "meta" VALUES('commit_session','');
INSERT INTO "meta" VALUES('incarnation','7');
INSERT INTO "meta" VALUES('last_outage','3');
INSERT INTO "meta" VALUES('last_run','4');
CREATE TABLE monitor (
  host            TEXT COLLATE NOCASE PRIMARY KEY,
  interval_ns     INTEGER NOT NULL,
  retries         INTEGER NOT NULL,
  timeout_ns      INTEGER NOT NULL,
  lost_pulse      TEXT NOT NULL,
  regain_pulse    TEXT NOT NULL,
  start_at_reboot INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "monitor" VALUES('hostA',60000000000,3,1000000000,'take-mail.groovy','default.groovy',1);
INSERT INTO "monitor" VALUES('hostB',0,0,5000000,'default.groovy','/usr/local/bin/tell',0);
CREATE TABLE outage (
  id          INTEGER PRIMARY KEY,
  host        TEXT COLLATE NOCASE NOT NULL,
  lost_at_ns  INTEGER NOT NULL,
  because     TEXT NOT NULL,
  ended_at_ns INTEGER
) STRICT;
INSERT INTO "outage" VALUES(2,'hostA',1790816400000000000,'4 beats in a row were missed',1790816600000000000);
INSERT INTO "outage" VALUES(3,'hostA',1790823600000000000,'4 beats in a row were missed',NULL);
CREATE TABLE path (
  host    TEXT COLLATE NOCASE NOT NULL,
  address TEXT COLLATE NOCASE NOT NULL,
  port    INTEGER NOT NULL,
  own     INTEGER NOT NULL,
  PRIMARY KEY (host, address)
) STRICT, WITHOUT ROWID;
INSERT INTO "path" VALUES('hostA','10.0.0.1',6940,0);
INSERT INTO "path" VALUES('hostA','hostA',0,1);
INSERT INTO "path" VALUES('hostB','hostB',0,1);
CREATE TABLE run (
  id              INTEGER PRIMARY KEY,
  kind            TEXT NOT NULL,
  subject         TEXT COLLATE NOCASE NOT NULL,
  outage          INTEGER NOT NULL,
  script          TEXT NOT NULL,
  status          TEXT NOT NULL,
  reason          TEXT NOT NULL,
  requested_at_ns INTEGER NOT NULL,
  started_at_ns   INTEGER,
  ended_at_ns     INTEGER,
  exit_code       INTEGER,
  result          TEXT NOT NULL
, retry_of INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "run" VALUES(1,'LOST_PULSE','hostA',2,'take-mail.groovy','FAILED','4 beats in a row were missed',1790816400000000000,1790816401000000000,1790816402000000000,1,'it ended with exit code 1',0);
INSERT INTO "run" VALUES(2,'LOST_PULSE','hostA',2,'take-mail.groovy','SUCCEEDED','4 beats in a row were missed',1790816500000000000,1790816501000000000,1790816502000000000,0,'it ended with exit code 0',1);
INSERT INTO "run" VALUES(3,'REGAIN_PULSE','hostA',2,'default.groovy','SUCCEEDED','it answered',1790816600000000000,1790816600000000000,1790816601000000000,0,'it ended with exit code 0',0);
INSERT INTO "run" VALUES(4,'LOST_PULSE','hostA',3,'take-mail.groovy','UNKNOWN','4 beats in a row were missed',1790823600000000000,1790823600002000000,NULL,NULL,'',0);
CREATE TABLE run_output (
  run    INTEGER PRIMARY KEY,
  output BLOB NOT NULL
) STRICT;
INSERT INTO "run_output" VALUES(2,X'789C2B49CCCECC4B57C82F4B2DE202001EA70465');
CREATE TABLE state (
  host            TEXT COLLATE NOCASE PRIMARY KEY,
  started         INTEGER NOT NULL,
  verdict         TEXT NOT NULL,
  since_ns        INTEGER NOT NULL,
  because         TEXT NOT NULL,
  open_outage     INTEGER NOT NULL,
  last_answer_ns  INTEGER,
  incarnation     INTEGER NOT NULL,
  announcement    INTEGER NOT NULL,
  absent_until_ns INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO "state" VALUES('hostA',1,'LOST',1790823600000000000,'4 beats in a row were missed',3,1790823599000000000,5,2,NULL);
INSERT INTO "state" VALUES('hostB',0,'STOPPED',1790823600000000000,'stopped by root',0,NULL,0,0,1790823660000000000);
CREATE INDEX outage_of_host ON outage (host, id);
CREATE INDEX outage_open ON outage (id) WHERE ended_at_ns IS NULL;
CREATE INDEX outage_ended ON outage (ended_at_ns) WHERE ended_at_ns IS NOT NULL;
CREATE INDEX run_of_subject ON run (subject, id);
CREATE INDEX run_with_status ON run (status, id);
CREATE INDEX run_age ON run (COALESCE(ended_at_ns, requested_at_ns));
CREATE INDEX log_at ON log (at_ns);
CREATE INDEX log_of_subject ON log (subject, id);
CREATE INDEX history_of_shard ON history (shard, end_ms);
CREATE INDEX history_end ON history (end_ms);
INSERT INTO "sqlite_sequence" VALUES('log',2);
COMMIT;
