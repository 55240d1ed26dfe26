-- Who may sign in. Role is ADMIN or null.
create table app_user (
    id            text primary key,
    email         text        not null,
    name          text        not null,
    password_hash text        not null,
    role          text check (role = 'ADMIN'),
    created_at    timestamptz not null default now()
);
create unique index app_user_email on app_user (lower(email));

create table membership (
    user_id      text not null references app_user on delete cascade,
    workspace_id text not null,
    role         text not null check (role in ('OWNER', 'MEMBER')),
    primary key (user_id, workspace_id)
);

-- One row per sign-in; a token is as good as its row.
create table session (
    id         text primary key,
    user_id    text        not null references app_user on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at   timestamptz
);
create index session_expiry on session (expires_at);

-- One key for all replicas and restarts.
create table signing_key (
    name       text primary key,
    secret     bytea       not null,
    created_at timestamptz not null default now()
);

-- The event log: columns to ask by, and the whole event as its exact bytes. Bytes, not jsonb, so that no event an
-- embedded bus published can be refused here for what its payload holds.
create table platform_event (
    event_id       text primary key,
    workspace_id   text        not null,
    source         text        not null,
    resource       text        not null,
    event_name     text        not null,
    resource_id    text        not null,
    event_key      text        not null,
    actor          text,
    schema_version text,
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null default now(),
    sequence       bigint      not null,
    event          bytea       not null
);
create index platform_event_newest on platform_event (workspace_id, occurred_at desc, event_id desc);
create index platform_event_by_key
    on platform_event (workspace_id, event_name, resource, source, occurred_at desc, event_id desc);
create index platform_event_by_resource on platform_event (workspace_id, resource_id, occurred_at desc, event_id desc);
