package dev.rota.logging;

/// How a line is written: for people or for programs.
public enum LogFormat {
    TEXT,
    JSON
}
