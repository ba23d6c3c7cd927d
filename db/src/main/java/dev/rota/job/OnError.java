package dev.rota.job;

/// What becomes of a run when one of its numbers cannot be read.
public enum OnError {
    FAIL,
    DISCARD
}
