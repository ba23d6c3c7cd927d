/// Between JSON and values: what users write is read into records here, or into the list of all its problems.
///
/// One description serves everybody. A [Shape] is derived from a record's components ([dev.rota.job.Field],
/// `@Nullable`); from the same shape follow the reading ([ShapeReader]), the writing ([ShapeWriter]), the JSON
/// Schema ([JsonSchema]) and the form in the page ([FormOutline]). Texts in a syntax of their own (selectors, paths,
/// patterns) are compiled when they are written, so that a typing error is found then and not at night
/// ([SyntaxCheck]).
///
/// Not pure (it knows Jackson, jsoup, RE2/J), but without state: nothing here reads a clock, a file or a socket.
@NullMarked
package dev.rota.syntax;

import org.jspecify.annotations.NullMarked;
