-- The run that a run repeats, or 0.
ALTER TABLE run ADD COLUMN retry_of INTEGER NOT NULL DEFAULT 0;

CREATE INDEX log_of_subject ON log (subject, id);

-- Hosts of the history have small numbers; 64 of them in a row make a shard.
CREATE TABLE history_host (
  id   INTEGER PRIMARY KEY,
  host TEXT COLLATE NOCASE NOT NULL UNIQUE
) STRICT;

-- The beats of one shard over some minutes: see docs/decisions/0023-heartbeat-history.md.
CREATE TABLE history (
  id       INTEGER PRIMARY KEY,
  shard    INTEGER NOT NULL,
  start_ms INTEGER NOT NULL,
  end_ms   INTEGER NOT NULL,
  segments BLOB NOT NULL
) STRICT;
CREATE INDEX history_of_shard ON history (shard, end_ms);
CREATE INDEX history_end ON history (end_ms);
