@NullMarked
package dev.rota.syntax;

import org.jspecify.annotations.NullMarked;
