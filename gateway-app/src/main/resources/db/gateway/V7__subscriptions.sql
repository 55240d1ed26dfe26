-- A rotated secret goes on signing beside the new one for a while.
alter table webhook_subscription
    add column previous_secret bytea,
    add column previous_until  timestamptz,
    add check ((previous_secret is null) = (previous_until is null));

-- Counts the changes to who gets events. A replica that sees another number than it loaded with loads again; it is
-- counted by triggers, so that no statement can forget to.
create table subscriber_revision (
    single   boolean primary key default true check (single),
    revision bigint not null
);
insert into subscriber_revision (revision) values (0);

create function count_subscriber_change() returns trigger language plpgsql as $$
begin
    update gateway.subscriber_revision set revision = revision + 1;
    return null;
end $$;

create trigger counted after insert or update or delete on extension
    for each statement execute function count_subscriber_change();
create trigger counted after insert or update or delete on workspace_extension
    for each statement execute function count_subscriber_change();
create trigger counted after insert or update or delete on ext_event_subscription
    for each statement execute function count_subscriber_change();
create trigger counted after insert or update or delete on webhook_subscription
    for each statement execute function count_subscriber_change();
