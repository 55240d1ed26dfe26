-- Events that wait to be published. PostgreSQL 12 or newer.
CREATE TABLE IF NOT EXISTS eventbus_outbox (
  position        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id        text NOT NULL,
  order_key       text COLLATE "C" NOT NULL,  -- events of equal key go out in the order of their positions
  event           bytea NOT NULL,             -- JSON; not jsonb, which would change the payload's bytes
  created_at      timestamptz NOT NULL,
  attempts        integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,                -- not before; null: at once
  last_failure    text,
  published_at    timestamptz,                -- only where published rows are kept
  refused_at      timestamptz                 -- set aside for good; set it to null to have it tried again
) WITH (autovacuum_vacuum_scale_factor = 0.02);  -- rows come and go

-- What is pending, by key: the relay walks from key to key in it.
CREATE INDEX IF NOT EXISTS eventbus_outbox_pending ON eventbus_outbox (order_key, position)
  WHERE published_at IS NULL AND refused_at IS NULL;

CREATE INDEX IF NOT EXISTS eventbus_outbox_published ON eventbus_outbox (published_at) WHERE published_at IS NOT NULL;
