-- address is a browser's endpoint or a phone's token: a secret, found by its hash.
create table device (
    id              text        primary key,
    workspace_id    text        not null,
    user_id         text        not null,
    kind            text        not null check (kind in ('WEBPUSH', 'FCM', 'APNS')),
    address         text        not null,
    address_hash    text        not null,
    p256dh          text,
    auth            text,
    environment     text,
    name            text,
    created_at      timestamptz not null,
    registered_at   timestamptz not null,
    last_success_at timestamptz,
    last_failure_at timestamptz,
    last_failure    text
);
create unique index device_address on device (workspace_id, kind, address_hash);
create index device_anywhere on device (kind, address_hash);
create index device_of_user on device (workspace_id, user_id);

-- Which devices a notification is through with, so that a retry goes only to the others.
create table device_delivery (
    notification_id text        not null references notification (id) on delete cascade,
    device_id       text        not null references device (id) on delete cascade,
    state           text        not null check (state in ('SENT', 'FAILED')),
    at              timestamptz not null,
    primary key (notification_id, device_id)
);
create index device_delivery_of_device on device_delivery (device_id);

-- One row at most: the key pair by which push services recognise this server, made by the first that needs it.
create table vapid_key (
    is_only     boolean     primary key default true check (is_only),
    public_key  text        not null,
    private_key text        not null,
    created_at  timestamptz not null
);
