package cloud.tessera.portal.server;

import io.github.classgraph.ClassGraph;
import io.github.classgraph.ClassInfo;
import io.github.classgraph.ClassInfoList;
import io.github.classgraph.ScanResult;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.annotation.HandlesTypes;
import java.lang.annotation.Annotation;
import java.util.LinkedHashSet;
import java.util.ServiceLoader;
import java.util.Set;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;

/**
 * Tells Vaadin's initializers which classes there are, as a servlet container with a scanner would. Only Flow's server
 * and our own pages are looked at: the components declare nothing that an initializer asks for in production, and a
 * scan of everything would cost a second of the start.
 */
final class VaadinTypes {
    private VaadinTypes() {}

    static void addInitializers(ServletContextHandler web) {
        try (ScanResult scan = new ClassGraph()
                .enableClassInfo()
                .enableAnnotationInfo()
                .ignoreClassVisibility()
                .acceptJars("flow-server-*.jar", "tessera-*.jar")
                .acceptPackages("com.vaadin.flow", "cloud.tessera.portal")
                .scan()) {
            for (var initializer : ServiceLoader.load(ServletContainerInitializer.class)) {
                if (initializer.getClass().getName().startsWith("com.vaadin.")) {
                    web.addServletContainerInitializer(initializer, handledBy(initializer, scan));
                }
            }
        }
    }

    private static Class<?>[] handledBy(ServletContainerInitializer initializer, ScanResult scan) {
        Set<Class<?>> found = new LinkedHashSet<>();
        HandlesTypes asked = initializer.getClass().getAnnotation(HandlesTypes.class);
        if (asked != null) {
            for (Class<?> type : asked.value()) {
                for (ClassInfo info : of(type, scan)) {
                    found.add(info.loadClass());
                }
            }
        }
        return found.toArray(Class<?>[]::new);
    }

    private static ClassInfoList of(Class<?> type, ScanResult scan) {
        if (type.isAnnotation()) {
            return scan.getClassesWithAnnotation(type.asSubclass(Annotation.class));
        }
        return type.isInterface() ? scan.getClassesImplementing(type) : scan.getSubclasses(type);
    }
}
