-- In every workspace unless turned off there.
insert into extension (key, name, type, built_in) values ('chat', 'Chat', 'IN_PROCESS', true)
    on conflict (key) do update set name = 'Chat', type = 'IN_PROCESS', service_base_url = null, secret = null,
                                    built_in = true;

-- A message is written with announce_at set: the time from which anybody may publish its chat.message.received,
-- because whoever wrote it did not live to. Null once published.
create table chat_message (
    workspace_id text        not null,
    id           text        not null,
    channel      text        not null,
    sender       text        not null,
    message      text        not null,
    actor        text        not null,
    created_at   timestamptz not null,
    announce_at  timestamptz,
    primary key (workspace_id, id)
);
create index chat_message_newest on chat_message (workspace_id, channel, created_at desc, id desc);
create index chat_message_unannounced on chat_message (announce_at) where announce_at is not null;
