package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Pictures and documents for Converse, which takes their bytes only: Bedrock fetches nothing. One for each request, in
 * which no two documents may have the same name.
 */
final class ConverseFiles {

    private static final String BASE64 = ";base64";
    private static final int LONGEST_NAME = 200;

    private static final Map<String, String> DOCUMENTS = Map.of(
            "application/pdf", "pdf",
            "text/csv", "csv",
            "application/msword", "doc",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
            "application/vnd.ms-excel", "xls",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
            "text/html", "html",
            "text/plain", "txt",
            "text/markdown", "md");

    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> repeated = new HashMap<>();

    private record File(String type, String bytes) {}

    static void addImage(ArrayNode content, String url) throws MalformedBody {
        File file = file(url);
        String format = switch (file.type) {
            case "image/png", "image/jpeg", "image/gif", "image/webp" -> file.type.substring("image/".length());
            case "image/jpg" -> "jpeg";
            default ->
                throw MalformedBody.at(
                        "messages",
                        "Bedrock's models take an image as png, jpeg, gif or webp in a `url` of the form data:<type>;base64,<data>; they fetch none.");
        };
        content.addObject()
                .putObject("image")
                .put("format", format)
                .putObject("source")
                .put("bytes", file.bytes);
    }

    void addDocument(ArrayNode content, JsonNode given) throws MalformedBody {
        File file = file(given.path("file_data").asString(""));
        String format = DOCUMENTS.get(file.type);
        if (format == null) {
            throw MalformedBody.at(
                    "messages",
                    "Bedrock's models take a file as pdf, csv, doc, docx, xls, xlsx, html, txt or md in `file_data` of the form data:<type>;base64,<data>.");
        }
        content.addObject()
                .putObject("document")
                .put("format", format)
                .put("name", unique(name(given.path("filename").asString(""))))
                .putObject("source")
                .put("bytes", file.bytes);
    }

    private static File file(String url) {
        int comma = url.indexOf(',');
        boolean holds =
                url.startsWith("data:") && comma > 0 && url.substring(0, comma).endsWith(BASE64);
        return holds
                ? new File(url.substring("data:".length(), comma - BASE64.length()), url.substring(comma + 1))
                : new File("", "");
    }

    /** Bedrock compares names without their case; the second of one is {@code name-2}. */
    private String unique(String name) {
        String known = name.toLowerCase(Locale.ROOT);
        String unique = name;
        while (!names.add(unique.toLowerCase(Locale.ROOT))) {
            String number = "-" + repeated.merge(known, 2, (last, _) -> last + 1);
            unique = name.substring(0, Math.min(name.length(), LONGEST_NAME - number.length())) + number;
        }
        return unique;
    }

    /** Bedrock takes letters, digits, single spaces, hyphens and brackets, and no name that is empty. */
    private static String name(String given) {
        String plain = given.replaceAll("[^A-Za-z0-9()\\[\\]-]+", " ").strip();
        return plain.isEmpty()
                ? "document"
                : plain.substring(0, Math.min(plain.length(), LONGEST_NAME)).strip();
    }
}
