/// `rota doctor`: one small probe a file, each of which judges facts that it is given and says what to do.
///
/// A probe that needs the database is left out when there is none; a probe that fails to look says so, and the
/// others go on.
@NullMarked
package dev.rota.bin.doctor;

import org.jspecify.annotations.NullMarked;
