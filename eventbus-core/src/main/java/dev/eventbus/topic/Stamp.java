package dev.eventbus.topic;

/**
 * How often an index had changed when something was derived from it.
 *
 * @param slot which counter of {@link Generations} stands for the organization
 * @param own changes to patterns of organizations that share the slot
 * @param common changes to patterns of all organizations
 */
record Stamp(int slot, int own, int common) {}
