-- Entries that belong to a policy file. The key is the name as entries of that kind are compared.
CREATE TABLE owned (
  kind TEXT NOT NULL,
  key  TEXT NOT NULL,
  name TEXT NOT NULL,
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE check_state (
  name     TEXT PRIMARY KEY,
  verdict  TEXT NOT NULL,
  flapping INTEGER NOT NULL,
  since_ns INTEGER NOT NULL,
  because  TEXT NOT NULL,
  incident INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE incident (
  id           INTEGER PRIMARY KEY,
  check_name   TEXT NOT NULL,
  number       INTEGER NOT NULL,
  failed_at_ns INTEGER NOT NULL,
  because      TEXT NOT NULL,
  ended_at_ns  INTEGER,
  UNIQUE (check_name, number)
) STRICT;
CREATE INDEX incident_ended ON incident (ended_at_ns) WHERE ended_at_ns IS NOT NULL;

-- Outlives the incidents that it counts, so that pruning never gives a number twice.
CREATE TABLE incident_number (
  check_name TEXT PRIMARY KEY,
  last       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- On what rules acted, in the order in which they did.
CREATE TABLE rule_fired (
  id    INTEGER PRIMARY KEY,
  rule  TEXT NOT NULL,
  key   TEXT NOT NULL,
  at_ns INTEGER NOT NULL
) STRICT;
CREATE INDEX rule_fired_of_rule ON rule_fired (rule, id);

-- Maintenance windows that were made by command; those of policies are in their files.
CREATE TABLE maintenance (
  name    TEXT PRIMARY KEY,
  kind    TEXT NOT NULL, -- once or recurring
  from_ns INTEGER,       -- of once
  to_ns   INTEGER,       -- of once
  cron    TEXT,          -- of recurring
  zone    TEXT,          -- of recurring
  lasts_ns INTEGER      -- of recurring
) STRICT, WITHOUT ROWID;

-- No row for a window means that it is for all.
CREATE TABLE maintenance_subject (
  window  TEXT NOT NULL,
  subject TEXT NOT NULL,
  PRIMARY KEY (window, subject)
) STRICT, WITHOUT ROWID;

-- Versions of the policies that were in force. They are never removed.
CREATE TABLE policy_version (
  number  INTEGER PRIMARY KEY,
  at_ns   INTEGER NOT NULL,
  who     TEXT NOT NULL,
  because TEXT NOT NULL
) STRICT;

-- The files that a version changed; without a content, the file is gone since then.
CREATE TABLE policy_file (
  version INTEGER NOT NULL,
  path    TEXT NOT NULL,
  sha256  TEXT,
  PRIMARY KEY (version, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX policy_file_of_path ON policy_file (path, version);

-- Contents of policy files: UTF-8, compressed as RFC 1950 says, each kept once.
CREATE TABLE policy_content (
  sha256  TEXT PRIMARY KEY,
  content BLOB NOT NULL
) STRICT;
