/** Users, their memberships and passwords, as stored. */
@NullMarked
package dev.eventbus.gateway.account;

import org.jspecify.annotations.NullMarked;
