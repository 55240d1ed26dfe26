/** Who may do what, and who did what, as administrators see and change it: members, users, API keys, the audit log. */
@NullMarked
package dev.eventbus.gateway.access;

import org.jspecify.annotations.NullMarked;
