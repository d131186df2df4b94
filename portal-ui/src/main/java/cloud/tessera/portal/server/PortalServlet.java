package cloud.tessera.portal.server;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.di.DefaultInstantiator;
import com.vaadin.flow.di.Instantiator;
import com.vaadin.flow.function.DeploymentConfiguration;
import com.vaadin.flow.i18n.I18NProvider;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.ServiceException;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinServlet;
import com.vaadin.flow.server.VaadinServletService;
import io.micronaut.context.ApplicationContext;
import java.util.stream.Stream;

/** Vaadin's servlet, whose pages are beans of the application: their constructors say what they need. */
final class PortalServlet extends VaadinServlet {
    private static final long serialVersionUID = 1;
    private final transient ApplicationContext beans;

    PortalServlet(ApplicationContext beans) {
        this.beans = beans;
    }

    @Override
    protected VaadinServletService createServletService(DeploymentConfiguration configuration) throws ServiceException {
        var service = new Service(this, configuration, beans);
        service.init();
        return service;
    }

    private static final class Service extends VaadinServletService {
        private static final long serialVersionUID = 1;
        private final transient ApplicationContext beans;

        Service(VaadinServlet servlet, DeploymentConfiguration configuration, ApplicationContext beans) {
            super(servlet, configuration);
            this.beans = beans;
        }

        @Override
        protected Instantiator createInstantiator() {
            return new Beans(beans, this);
        }
    }

    private static final class Beans extends DefaultInstantiator {
        private static final long serialVersionUID = 1;
        private final transient ApplicationContext beans;

        Beans(ApplicationContext beans, VaadinService service) {
            super(service);
            this.beans = beans;
        }

        @Override
        public Stream<VaadinServiceInitListener> getServiceInitListeners() {
            return Stream.concat(
                    super.getServiceInitListeners(), beans.getBeansOfType(VaadinServiceInitListener.class).stream());
        }

        @Override
        public I18NProvider getI18NProvider() {
            return beans.getBean(I18NProvider.class);
        }

        @Override
        public <T> T getOrCreate(Class<T> type) {
            if (beans.containsBean(type)) {
                return beans.getBean(type);
            }
            if (type.isAnnotationPresent(Route.class)) {
                // A page whose means are not in this process, as the demo's without a demo: there is no such page.
                throw new NotFoundException(type.getName());
            }
            return super.getOrCreate(type);
        }

        @Override
        public <T extends Component> T createComponent(Class<T> type) {
            return getOrCreate(type);
        }
    }
}
