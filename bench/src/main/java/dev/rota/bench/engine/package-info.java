/// Figures of the whole engine on a real PostgreSQL: `bench/engine` starts one and calls [Figures].
@NullMarked
package dev.rota.bench.engine;

import org.jspecify.annotations.NullMarked;
