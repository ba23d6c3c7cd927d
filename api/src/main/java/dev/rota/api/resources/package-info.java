/// The resources: one class for each thing that has an address, thin over one store each.
@NullMarked
package dev.rota.api.resources;

import org.jspecify.annotations.NullMarked;
