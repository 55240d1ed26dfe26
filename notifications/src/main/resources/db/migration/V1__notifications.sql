-- One row per user and workspace: how many are unread, and a version that grows with every change of that number.
-- Whoever changes a user's notifications so that the number may change locks this row first. The lock puts a user's
-- changes in one order, so that the version also serves as the sequence of the user's notifications.
create table user_inbox (
    workspace_id text    not null,
    user_id      text    not null,
    unread       integer not null default 0 check (unread >= 0),
    version      bigint  not null default 0,
    primary key (workspace_id, user_id)
);

-- id is a hash of (workspace, event, rule, user): however often an event comes, its row is there once.
create table notification (
    id           text        primary key,
    workspace_id text        not null,
    user_id      text        not null,
    seq          bigint      not null,
    rule_key     text        not null,
    priority     text        not null,
    title        text        not null,
    body         text        not null,
    status       text        not null check (status in ('CREATED', 'DELIVERED', 'READ', 'EXPIRED', 'FAILED')),
    event_id     text        not null,
    event_key    text        not null,
    resource_id  text        not null,
    created_at   timestamptz not null,
    delivered_at timestamptz,
    read_at      timestamptz
);
create unique index notification_of_user on notification (workspace_id, user_id, seq);
create index notification_unread on notification (workspace_id, user_id, seq) where status in ('CREATED', 'DELIVERED');

-- What each channel made of a notification. A QUEUED one whose lease ran out belongs to nobody and is taken up again.
create table attempt (
    notification_id text        not null references notification (id) on delete cascade,
    channel         text        not null,
    state           text        not null check (state in ('QUEUED', 'SENT', 'DELIVERED', 'FAILED')),
    reason          text,
    tries           integer     not null default 1,
    lease_until     timestamptz not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    primary key (notification_id, channel)
);
create index attempt_queued on attempt (lease_until) where state = 'QUEUED';
