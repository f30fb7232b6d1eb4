package dev.mgx;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** How many seconds each property of a class may take: what {@code @Timeout} is to tests. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@AddLifecycleHook(PropertyDeadline.class)
public @interface PropertyTimeout {
    long value();
}
