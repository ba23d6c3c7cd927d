/// How things look on the wire: records for answers, and the two providers that turn bodies into JSON and back.
@NullMarked
package dev.rota.api.wire;

import org.jspecify.annotations.NullMarked;
