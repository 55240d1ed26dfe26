-- Whether somebody of this name could get events of the workspace, be it disabled or paused at the moment.
create function subscriber_exists(workspace text, subscriber text) returns boolean
    language sql stable as $$
    select case
        when subscriber like 'subscription/%' then exists (
            select 1 from gateway.webhook_subscription s
            where s.id = substr(subscriber, length('subscription/') + 1) and s.workspace_id = workspace)
        else exists (
            select 1 from gateway.extension e
            left join gateway.workspace_extension w on w.extension_key = e.key and w.workspace_id = workspace
            where e.key = substr(subscriber, length('extension/') + 1) and coalesce(w.installed, e.built_in))
    end
$$;

-- For the clean-up of old rows. Events come in the order of this column, so that a block range index does and costs a
-- publish nothing.
create index dead_letter_event_old on dead_letter_event (last_at) where state <> 'REPLAYING';
create index platform_event_old on platform_event using brin (recorded_at) with (autosummarize = on);
