/** Who belongs to a workspace, as the gateway answers it. */
@NullMarked
package dev.eventbus.notifications.member;

import org.jspecify.annotations.NullMarked;
