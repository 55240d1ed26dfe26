/** Who is calling, and whether they may: credentials, sessions, workspace checks, same-origin rule. */
@NullMarked
package dev.eventbus.gateway.security;

import org.jspecify.annotations.NullMarked;
