/** Every refusal of the gateway as application/problem+json; the one place that maps exceptions to answers. */
@NullMarked
package dev.eventbus.gateway.problem;

import org.jspecify.annotations.NullMarked;
