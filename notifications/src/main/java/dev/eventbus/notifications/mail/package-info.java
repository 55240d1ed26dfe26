/** E-mails: for whom neither a socket nor a device took a notification, and the way out of them. */
@NullMarked
package dev.eventbus.notifications.mail;

import org.jspecify.annotations.NullMarked;
