/// The commands that talk to the API, and how they do it.
@NullMarked
package dev.rota.bin.client;

import org.jspecify.annotations.NullMarked;
