package cloud.tessera.inventory.document;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The text of a file that should be UTF-8. */
public final class FileText {
    /** The largest file that is taken in, at any door, in bytes: 10 MiB. */
    public static final int LARGEST = 10 * 1024 * 1024;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private FileText() {}

    /**
     * Decodes a file; what is not text is a fault, on the line where it begins, and so are more than {@link #LARGEST}
     * bytes.
     */
    public static Optional<String> decode(byte[] content, Faults faults) {
        if (content.length > LARGEST) {
            faults.add(1, "the file has " + content.length + " bytes; the most that is taken is " + LARGEST);
            return Optional.empty();
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(content);
        CharBuffer chars = CharBuffer.allocate(content.length);
        CoderResult result = decoder.decode(bytes, chars, true);
        String text = chars.flip().toString();
        if (result.isError()) {
            faults.add(lineAt(text, text.length()), "this is not UTF-8 text");
            return Optional.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t') {
                faults.add(lineAt(text, i), "a control character (" + (int) c + "); this is not a text file");
                return Optional.empty();
            }
        }
        return Optional.of(!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
    }

    private static int lineAt(String text, int end) {
        int line = 1;
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }
}
