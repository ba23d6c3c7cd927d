/// Who is asking, and what they may do: bearer tokens for programs, a session cookie for the page, four roles.
///
/// Every resource method says with [dev.rota.api.access.Needs] which role it needs, or with
/// [dev.rota.api.access.Open] that it needs none; a test refuses a method that says neither. Secrets (tokens, login
/// links, session ids, CSRF tokens) are 256 random bits; only their SHA-256 is stored, which is enough because
/// nothing that long can be guessed.
@NullMarked
package dev.rota.api.access;

import org.jspecify.annotations.NullMarked;
