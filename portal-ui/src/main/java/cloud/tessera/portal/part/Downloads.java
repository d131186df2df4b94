package cloud.tessera.portal.part;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import java.io.ByteArrayInputStream;
import java.util.function.Supplier;

/** Links that give a file, made when it is asked for. */
public final class Downloads {
    private Downloads() {}

    public static Anchor link(String text, String fileName, String type, Supplier<byte[]> content) {
        var handler = DownloadHandler.fromInputStream(event -> {
            byte[] bytes = content.get();
            return new DownloadResponse(new ByteArrayInputStream(bytes), fileName, type, bytes.length);
        });
        var link = new Anchor(handler, text);
        link.getElement().setAttribute("download", fileName);
        return link;
    }
}
