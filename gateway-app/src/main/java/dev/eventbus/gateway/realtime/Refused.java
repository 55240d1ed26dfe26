package dev.eventbus.gateway.realtime;

import dev.eventbus.gateway.problem.Problem;

/** A subscription that could not be opened after all. */
record Refused(Interest interest, Problem problem) {}
