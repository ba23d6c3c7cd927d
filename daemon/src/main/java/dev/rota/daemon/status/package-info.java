/// What the daemon says about itself while it works: to the service manager, and in its log when something is wrong.
@NullMarked
package dev.rota.daemon.status;

import org.jspecify.annotations.NullMarked;
