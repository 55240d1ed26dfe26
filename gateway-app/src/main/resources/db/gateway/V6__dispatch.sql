-- Due rows are looked for by subscriber and workspace: an extension may be on in one and off in another.
drop index delivery_due;
create index delivery_due on delivery (subscriber, workspace_id, next_attempt_at) where state = 'PENDING';

-- Since when a subscription has done nothing but fail; no row once it took anything.
create table failing_spell (
    subscriber text primary key,
    since      timestamptz not null,
    last_at    timestamptz not null,
    attempts   bigint      not null
);
