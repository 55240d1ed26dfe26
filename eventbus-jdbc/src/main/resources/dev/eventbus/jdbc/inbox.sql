-- Which subscription has handled which event. PostgreSQL 12 or newer.
CREATE TABLE IF NOT EXISTS eventbus_inbox (
  subscription text NOT NULL,
  event_id     text NOT NULL,
  handled_at   timestamptz NOT NULL,
  PRIMARY KEY (subscription, event_id)
);

-- For forgetting the oldest.
CREATE INDEX IF NOT EXISTS eventbus_inbox_age ON eventbus_inbox (handled_at);
