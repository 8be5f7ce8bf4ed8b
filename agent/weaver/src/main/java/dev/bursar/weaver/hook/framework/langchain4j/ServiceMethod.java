// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.langchain4j;

import dev.bursar.bridge.Door;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A method of an AI service's interface as a boundary. Nothing of an interface is woven but its default methods, so the framework's proxy asks
 * for its method here, as the weaver does for the methods of a class.
 */
final class ServiceMethod {

    private static final @Nullable Object[] NONE = {};

    /** By the interface; a method's class may be a super-interface of it. */
    private static final ClassValue<Map<Method, ServiceMethod>> KNOWN = new ClassValue<>() {
        @Override
        protected Map<Method, ServiceMethod> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    private final String type;
    private final List<String> typeAnnotations;
    private final String name;
    private final String descriptor;
    private final List<String> annotations;
    private volatile int site = -1;

    private ServiceMethod(Class<?> type, Method method) {
        this.type = type.getName();
        this.typeAnnotations = annotations(type);
        this.name = method.getName();
        this.descriptor = MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .toMethodDescriptorString();
        this.annotations = annotations(method);
    }

    /**
     * Enters the method of the interface that the proxy stands for, or of the super-interface that declares it if the policy binds only that.
     *
     * @return to be given to {@link Door#leave}; {@code null} if the policy binds neither
     */
    static @Nullable Object enter(Class<?> service, Method method, @Nullable Object @Nullable [] arguments) {
        Class<?> declaring = method.getDeclaringClass();
        if (declaring == Object.class) {
            return null;
        }
        int site = of(service, method).site();
        if (site < 0 && declaring != service) {
            site = of(declaring, method).site();
        }
        return site < 0 ? null : Door.enter(site, arguments == null ? NONE : arguments);
    }

    /** Of the interfaces of a proxy, the one that has the method. */
    static Class<?> service(Object proxy, Method method) {
        Class<?> declaring = method.getDeclaringClass();
        for (Class<?> each : proxy.getClass().getInterfaces()) {
            if (declaring.isAssignableFrom(each)) {
                return each;
            }
        }
        return declaring;
    }

    private static ServiceMethod of(Class<?> type, Method method) {
        Map<Method, ServiceMethod> known = KNOWN.get(type);
        ServiceMethod found = known.get(method);
        if (found == null) {
            found = new ServiceMethod(type, method);
            known.putIfAbsent(method, found);
        }
        return found;
    }

    /** A number is for good. That there is none is asked again each time, since the policy may have been read anew: it costs a look-up. */
    private int site() {
        int known = site;
        if (known < 0) {
            known = Door.bind(type, typeAnnotations, name, descriptor, annotations);
            site = known;
        }
        return known;
    }

    /** {@code com.acme.Agent}, or {@code com.acme.Agent(billing)} if its value is one string, as for the classes that are woven. */
    private static List<String> annotations(AnnotatedElement element) {
        List<String> all = new ArrayList<>();
        for (Annotation each : declared(element)) {
            String value = value(each);
            String name = each.annotationType().getName();
            all.add(value == null ? name : name + "(" + value + ")");
        }
        return List.copyOf(all);
    }

    /** One that mentions a class which is not there takes all the others along. */
    private static Annotation[] declared(AnnotatedElement element) {
        try {
            return element.getDeclaredAnnotations();
        } catch (RuntimeException | LinkageError e) {
            Door.alarm("the annotations of `" + element + "` cannot be read (" + e
                    + "), so it is bound to a caller only by its name");
            return new Annotation[0];
        }
    }

    private static @Nullable String value(Annotation annotation) {
        try {
            Method method = annotation.annotationType().getDeclaredMethod("value");
            method.setAccessible(true);
            Object value = method.invoke(annotation);
            if (value instanceof String[] several) {
                return several.length == 1 ? several[0] : null;
            }
            return value instanceof String one ? one : null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }
}
