-- What workspaces say about rules: rules of their own, and what they changed about built-in ones (same key).
-- definition is the JSON of the API; a change takes a new revision, by which replicas see what they have to load again.
create sequence notification_rule_revision;
create table notification_rule (
    workspace_id text        not null,
    key          text        collate "C" not null,
    revision     bigint      not null default nextval('notification_rule_revision'),
    definition   text        not null,
    fault_reason text,
    fault_at     timestamptz,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    primary key (workspace_id, key),
    check ((fault_reason is null) = (fault_at is null))
);

alter table notification
    add column email_subject text,
    add column email_html    text,
    add column collapse_key  text,
    add column event_at      timestamptz,
    add column expires_at    timestamptz;
create index notification_collapsible on notification (workspace_id, user_id, rule_key, collapse_key)
    where collapse_key is not null and status in ('CREATED', 'DELIVERED');

-- Notifications that an event called for and that have no row of their own: throttled, collected into a digest, or
-- replaced by a newer one. An event that comes again must find here that it was dealt with.
create table notification_settled (
    id text primary key,
    at timestamptz not null
);
create index notification_settled_at on notification_settled (at);

-- How many notifications of a rule a user got in one window of the events' time.
create table notification_throttle (
    workspace_id text        not null,
    rule_key     text        not null,
    user_id      text        not null,
    window_start timestamptz not null,
    used         integer     not null,
    ends_at      timestamptz not null,
    primary key (workspace_id, rule_key, user_id, window_start)
);
create index notification_throttle_end on notification_throttle (ends_at);

-- The one open digest of a user, worded by its latest event; its row goes when its notification is made.
create table notification_digest (
    workspace_id  text        not null,
    rule_key      text        not null,
    user_id       text        not null,
    collapse_key  text        not null, -- '' where the rule has none
    id            text        not null,
    due_at        timestamptz not null,
    events        integer     not null,
    priority      text        not null,
    channels      text        not null, -- comma-separated
    title         text        not null default '',
    body          text        not null default '',
    email_subject text,
    email_html    text,
    event_id      text        not null,
    event_key     text        not null,
    resource_id   text        not null,
    event_at      timestamptz not null,
    expires_at    timestamptz,
    primary key (workspace_id, rule_key, user_id, collapse_key)
);
create index notification_digest_due on notification_digest (due_at);
