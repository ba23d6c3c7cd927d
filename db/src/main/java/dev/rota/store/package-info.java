@NullMarked
package dev.rota.store;

import org.jspecify.annotations.NullMarked;
