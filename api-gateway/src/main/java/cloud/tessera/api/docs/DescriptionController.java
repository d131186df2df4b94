package cloud.tessera.api.docs;

import cloud.tessera.quota.term.Refusal;
import io.micronaut.core.io.ResourceLoader;
import io.micronaut.core.io.scan.ClassPathResourceLoader;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

/** The description of the API and the pages that show it, all from this server. */
@Hidden
@Secured(SecurityRule.IS_ANONYMOUS)
@Controller("/api")
class DescriptionController {
    private static final String WEBJAR = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final Map<String, String> ASSETS = Map.of(
            "swagger-ui.css", "text/css",
            "swagger-ui-bundle.js", "text/javascript",
            "favicon-32x32.png", "image/png");

    /** Swagger UI writes style attributes and shows icons from data URLs; all else is this server's own. */
    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                    + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>Tessera API</title>
              <link rel="stylesheet" href="/api/docs/swagger-ui.css">
              <link rel="icon" type="image/png" href="/api/docs/favicon-32x32.png">
            </head>
            <body>
              <div id="api"></div>
              <script src="/api/docs/swagger-ui-bundle.js"></script>
              <script src="/api/docs/start.js"></script>
            </body>
            </html>
            """;

    private static final String START = """
            SwaggerUIBundle({
              url: "/api/v1/openapi.yaml",
              dom_id: "#api",
              deepLinking: true,
              validatorUrl: null,
              persistAuthorization: false,
              tryItOutEnabled: true
            });
            """;

    private final Description description;
    private final ResourceLoader resources;
    private final String assets;

    DescriptionController(Description description, ClassPathResourceLoader resources) {
        this.description = description;
        this.resources = resources;
        this.assets = "META-INF/resources/webjars/swagger-ui/" + version(resources) + "/";
    }

    private static String version(ResourceLoader resources) {
        Properties webjar = new Properties();
        try (InputStream in = resources
                .getResourceAsStream(WEBJAR)
                .orElseThrow(() -> new IllegalStateException("Swagger UI is not on the class path"))) {
            webjar.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return webjar.getProperty("version");
    }

    @Get(value = "/v1/openapi.yaml", produces = "application/yaml")
    String description() {
        return description.text();
    }

    @Get(value = "/docs", produces = MediaType.TEXT_HTML)
    HttpResponse<String> page() {
        return HttpResponse.ok(PAGE).header("Content-Security-Policy", PAGE_POLICY);
    }

    @Get(value = "/docs/{file}", produces = MediaType.ALL)
    HttpResponse<byte[]> asset(String file) {
        if (file.equals("start.js")) {
            return HttpResponse.ok(START.getBytes(StandardCharsets.UTF_8)).contentType("text/javascript");
        }
        String type = ASSETS.get(file);
        if (type == null) {
            throw Refusal.notFound("page").asException();
        }
        return HttpResponse.ok(read(assets + file))
                .contentType(type)
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=86400");
    }

    private byte[] read(String resource) {
        try (InputStream in = resources
                .getResourceAsStream(resource)
                .orElseThrow(() -> new IllegalStateException(resource + " is not on the class path"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
