-- What can be installed. A built-in extension takes part in every workspace that has not turned it off.
create table extension (
    key              text primary key,
    name             text        not null,
    type             text        not null check (type in ('EXTERNAL_SERVICE', 'IN_PROCESS')),
    service_base_url text,
    secret           bytea,
    built_in         boolean     not null default false,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    check ((type = 'EXTERNAL_SERVICE') = (service_base_url is not null))
);

-- What became of an extension in a workspace; not installed is a row only where a built-in one was turned off.
create table workspace_extension (
    workspace_id  text        not null,
    extension_key text        not null references extension on delete cascade,
    installed     boolean     not null default true,
    enabled       boolean     not null default true,
    installed_at  timestamptz not null default now(),
    primary key (workspace_id, extension_key)
);

-- Which events an installed extension gets: an event key, or a pattern of one.
create table ext_event_subscription (
    workspace_id  text not null,
    extension_key text not null,
    event_key     text not null,
    primary key (workspace_id, extension_key, event_key),
    foreign key (workspace_id, extension_key) references workspace_extension on delete cascade
);

-- Secrets are sealed before they come here. A subscription that the platform paused keeps the reason.
create table webhook_subscription (
    id              text primary key,
    workspace_id    text        not null,
    name            text        not null,
    event_pattern   text        not null,
    filters         jsonb       not null default '{}',
    url             text        not null,
    headers         bytea,
    secret          bytea,
    signing         text        not null,
    timeout_ms      integer     not null,
    max_concurrency integer     not null,
    retries         integer     not null,
    backoff_ms      bigint      not null,
    max_backoff_ms  bigint      not null,
    jitter          double precision not null,
    enabled         boolean     not null,
    paused_at       timestamptz,
    paused_reason   text,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now()
);
create index webhook_subscription_of on webhook_subscription (workspace_id, created_at desc, id desc);

-- One row for each event and subscriber: what became of it. A row is claimed by moving next_attempt_at behind the
-- longest time an attempt may take, so what a killed replica had in hand becomes due again by itself. The event is
-- in platform_event: whoever writes a row that is still to be delivered sees to that in the same transaction.
create table delivery (
    event_id        text        not null,
    subscriber      text        not null,
    workspace_id    text        not null,
    state           text        not null check (state in ('PENDING', 'DELIVERED', 'DEAD')),
    attempts        integer     not null,
    next_attempt_at timestamptz,
    first_at        timestamptz,
    last_at         timestamptz,
    last_status     integer,
    last_error      text,
    created_at      timestamptz not null default now(),
    primary key (event_id, subscriber),
    check ((state = 'PENDING') = (next_attempt_at is not null))
);
create index delivery_due on delivery (subscriber, next_attempt_at) where state = 'PENDING';
create index delivery_settled on delivery (last_at) where state <> 'PENDING';

-- What could not be delivered. OPEN until somebody replays or discards it; a replay that fails opens it again.
create table dead_letter_event (
    id           text primary key,
    event_id     text        not null,
    subscriber   text        not null,
    workspace_id text        not null,
    event_key    text        not null,
    class        text        not null,
    reason       text        not null,
    attempts     integer     not null,
    last_status  integer,
    last_body    text,
    first_at     timestamptz not null,
    last_at      timestamptz not null,
    state        text        not null check (state in ('OPEN', 'REPLAYING', 'REPLAYED')),
    replayed_at  timestamptz,
    unique (event_id, subscriber)
);
create index dead_letter_event_newest on dead_letter_event (workspace_id, last_at desc, id desc);
