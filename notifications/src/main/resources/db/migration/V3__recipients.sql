-- What the notifier knows about people beside their ids. Who has no row is taken as the defaults.
create table recipient (
    workspace_id text        not null,
    user_id      text        not null,
    email        text,
    locale       text,
    time_zone    text        not null default 'UTC',
    quiet_hours  jsonb,
    preferences  jsonb       not null default '{}',
    updated_at   timestamptz not null,
    primary key (workspace_id, user_id)
);

-- V2 has these where it came first.
alter table notification
    add column if not exists email_subject text,
    add column if not exists email_html    text,
    add column if not exists expires_at    timestamptz;

-- is_unread is what an inbox counts. One column says it, so that no two statements can differ on it.
alter table notification
    add column archived_at   timestamptz,
    add column snoozed_until timestamptz,
    add column is_unread     boolean not null generated always as
        (status in ('CREATED', 'DELIVERED') and archived_at is null and snoozed_until is null) stored;
drop index notification_unread;
create index notification_unread on notification (workspace_id, user_id, seq) where is_unread;
create index notification_expiring on notification (expires_at)
    where expires_at is not null and status in ('CREATED', 'DELIVERED');
create index notification_snoozed on notification (snoozed_until) where snoozed_until is not null;
create index notification_done on notification (created_at)
    where status in ('READ', 'EXPIRED', 'FAILED') or archived_at is not null;

-- SKIPPED: not needed any more, or not wanted; the reason says which.
-- rank orders what is due: 0 is the most urgent. asked: sockets were given a second chance before this one.
alter table attempt
    drop constraint attempt_state_check,
    add constraint attempt_state_check check (state in ('QUEUED', 'SENT', 'DELIVERED', 'FAILED', 'SKIPPED')),
    add column rank  smallint not null default 2,
    add column asked boolean  not null default false;
drop index attempt_queued;
create index attempt_queued on attempt (lease_until) include (rank) where state = 'QUEUED';
