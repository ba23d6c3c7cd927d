/// `rota setup-db`: what an administrator does once on a PostgreSQL, and where the passwords that he makes are kept.
@NullMarked
package dev.rota.bin.setup;

import org.jspecify.annotations.NullMarked;
