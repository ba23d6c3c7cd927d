/// Serves the page and the documentation: static files of the class path, under a content policy that lets the page
/// talk to nobody but us.
@NullMarked
package dev.rota.api.ui;

import org.jspecify.annotations.NullMarked;
