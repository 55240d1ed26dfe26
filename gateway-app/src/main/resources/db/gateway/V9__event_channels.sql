-- Where events of the outside world come in. Settings are as their owner wrote them; secrets are sealed before they
-- come here.
create table event_channel (
    id           text primary key,
    workspace_id text        not null,
    type         text        not null check (type in ('webhook', 'sse', 'polling')),
    enabled      boolean     not null,
    settings     jsonb       not null,
    secrets      bytea,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now()
);
create index event_channel_of on event_channel (workspace_id, id desc);

-- How a channel fares. A table of its own: it changes all the time, and nobody has to load channels again for it.
create table event_channel_status (
    channel_id    text primary key references event_channel on delete cascade,
    published     bigint not null default 0,
    duplicates    bigint not null default 0,
    refused       bigint not null default 0,
    failed        bigint not null default 0,
    last_event_at timestamptz,
    last_error_at timestamptz,
    last_error    text
);

-- Who runs a channel that fetches its events, until when, and how far it got. The epoch grows whenever it changes
-- hands; a place is written only by who has the epoch, so that a replica that was thought dead cannot set it back.
create table event_channel_run (
    channel_id    text primary key references event_channel on delete cascade,
    owner         text        not null,
    epoch         bigint      not null,
    until         timestamptz not null,
    position      text,
    etag          text,
    last_modified text
);

-- Items of a polled list that have been published, for as long as they are listed and a while beyond.
create table event_channel_item (
    channel_id text        not null references event_channel on delete cascade,
    item       text        not null,
    seen_at    timestamptz not null,
    primary key (channel_id, item)
);
create index event_channel_item_oldest on event_channel_item (channel_id, seen_at);

-- Counts the changes, as subscriber_revision does for subscribers.
create table event_channel_revision (
    single   boolean primary key default true check (single),
    revision bigint not null
);
insert into event_channel_revision (revision) values (0);

create function count_event_channel_change() returns trigger language plpgsql as $$
begin
    update gateway.event_channel_revision set revision = revision + 1;
    return null;
end $$;

create trigger counted after insert or update or delete on event_channel
    for each statement execute function count_event_channel_change();
