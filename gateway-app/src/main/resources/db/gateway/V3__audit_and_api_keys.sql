-- Who did what. Rows are only ever added: each holds the hash of the one before it, so that a row that was changed,
-- taken out or put in between is found by audit_log_first_broken(). The chain makes writers take turns until they
-- commit: whoever records a change does so last in its transaction.
create table audit_log (
    id           bigint primary key,
    at           timestamptz not null,
    who          text,
    credential   text        not null,
    address      text,
    action       text        not null,
    workspace_id text,
    target       text,
    result       text        not null,
    request_id   text,
    hash         bytea       not null
);
create index audit_log_of_workspace on audit_log (workspace_id, id desc) where workspace_id is not null;

create function audit_log_hash(entry audit_log, previous bytea) returns bytea language sql stable as $$
    select sha256(previous || convert_to(jsonb_build_array(entry.id, extract(epoch from entry.at), entry.who,
        entry.credential, entry.address, entry.action, entry.workspace_id, entry.target, entry.result,
        entry.request_id)::text, 'UTF8'))
$$;

create function audit_log_append() returns trigger language plpgsql as $$
declare
    last_id bigint;
    last_hash bytea;
begin
    perform pg_advisory_xact_lock(hashtext('gateway.audit_log'));
    select id, hash into last_id, last_hash from gateway.audit_log order by id desc limit 1;
    new.id := coalesce(last_id, 0) + 1;
    new.hash := gateway.audit_log_hash(new, coalesce(last_hash, ''::bytea));
    return new;
end $$;
create trigger audit_log_append before insert on audit_log for each row execute function audit_log_append();

create function audit_log_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'audit_log takes new rows only';
end $$;
create trigger audit_log_keep before update or delete or truncate on audit_log
    for each statement execute function audit_log_refuse();

-- The first row that does not follow from the one before it; null if all do. A cut-off end shows in its id only.
create function audit_log_first_broken() returns bigint language sql stable as $$
    select min(id) from (
        select entry.id, entry.hash,
               gateway.audit_log_hash(entry, coalesce(lag(entry.hash) over in_order, ''::bytea)) as expected,
               row_number() over in_order as place
        from gateway.audit_log entry window in_order as (order by entry.id)) checked
    where hash <> expected or id <> place
$$;

-- Of a key only its hash is kept. It is as good as its row: revoked is deleted.
create table api_key (
    id            text primary key,
    workspace_id  text        not null,
    name          text        not null,
    hash          bytea       not null unique,
    last_four     text        not null,
    extension_key text references extension on delete cascade,
    created_by    text        not null,
    created_at    timestamptz not null,
    expires_at    timestamptz,
    last_used_at  timestamptz
);
create index api_key_of on api_key (workspace_id, created_at desc, id desc);
create index membership_of_workspace on membership (workspace_id, user_id);
