/// What the package makes of the command's own description: manual pages and completion. Nothing here is written by
/// hand, so that nothing can be forgotten.
@NullMarked
package dev.rota.bin.manual;

import org.jspecify.annotations.NullMarked;
