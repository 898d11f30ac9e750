-- Times are nanoseconds since 1970 (UTC) unless the name says otherwise; durations are nanoseconds.
-- Read them with: SELECT datetime(at_ns / 1000000000, 'unixepoch') FROM log;
-- Names of hosts are kept as they were written, and compared without regard to case (RFC 4343).

CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- last_outage and last_run outlive the rows they count, so that pruning never gives an id twice.
INSERT INTO meta (name, value) VALUES
  ('incarnation', '0'), ('boot_id', ''), ('last_outage', '0'), ('last_run', '0'),
  ('commit_session', ''), ('commit_batch', '0');

CREATE TABLE monitor (
  host            TEXT COLLATE NOCASE PRIMARY KEY,
  interval_ns     INTEGER NOT NULL,
  retries         INTEGER NOT NULL,
  timeout_ns      INTEGER NOT NULL,
  lost_pulse      TEXT NOT NULL,
  regain_pulse    TEXT NOT NULL,
  start_at_reboot INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- No foreign keys from here to monitor: a batch that breaks one could never be committed, and would
-- hold up every batch behind it. DeleteMonitor removes these rows itself.
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

CREATE TABLE path (
  host    TEXT COLLATE NOCASE NOT NULL,
  address TEXT COLLATE NOCASE NOT NULL,
  port    INTEGER NOT NULL,
  own     INTEGER NOT NULL,
  PRIMARY KEY (host, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
  name        TEXT PRIMARY KEY,
  cron        TEXT NOT NULL,
  zone        TEXT NOT NULL,
  action      TEXT NOT NULL, -- run-script or set-interval
  script      TEXT,          -- of run-script
  host        TEXT,          -- of set-interval
  interval_ns INTEGER        -- of set-interval
) STRICT, WITHOUT ROWID;

CREATE TABLE job_fired (
  name             TEXT PRIMARY KEY,
  scheduled_for_ns INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outage (
  id          INTEGER PRIMARY KEY,
  host        TEXT COLLATE NOCASE NOT NULL,
  lost_at_ns  INTEGER NOT NULL,
  because     TEXT NOT NULL,
  ended_at_ns INTEGER
) STRICT;
CREATE INDEX outage_of_host ON outage (host, id);
CREATE INDEX outage_open ON outage (id) WHERE ended_at_ns IS NULL;
CREATE INDEX outage_ended ON outage (ended_at_ns) WHERE ended_at_ns IS NOT NULL;

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
) STRICT;
CREATE INDEX run_of_subject ON run (subject, id);
CREATE INDEX run_with_status ON run (status, id);
CREATE INDEX run_age ON run (COALESCE(ended_at_ns, requested_at_ns));

-- The output of a run: UTF-8, compressed as RFC 1950 says.
CREATE TABLE run_output (
  run    INTEGER PRIMARY KEY,
  output BLOB NOT NULL
) STRICT;

-- AUTOINCREMENT: an id is never given twice, which "log --follow" relies on.
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
CREATE INDEX log_at ON log (at_ns);
