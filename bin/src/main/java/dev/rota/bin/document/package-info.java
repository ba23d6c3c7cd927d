/// Documents that people write for the command: JSON or YAML, with the line of everything in them.
@NullMarked
package dev.rota.bin.document;

import org.jspecify.annotations.NullMarked;
