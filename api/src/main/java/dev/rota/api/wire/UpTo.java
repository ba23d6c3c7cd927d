package dev.rota.api.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// On a resource's body: the most that is read of it, where [JsonBodies#MOST] is too little.
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface UpTo {
    /// In bytes.
    int value();
}
