-- Which events the handlers of an in-process extension take, said by the replica that has them: another one, without
-- the plugin, must not take an event for one that nobody wants.
alter table extension add column handled text[] not null default '{}';
