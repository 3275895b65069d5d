package io.quartermaster.platform.http;

import io.quartermaster.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;

/** Reads a body as JSON, strictly; says where it is wrong, and never what stands there. */
final class JsonBody {

    /** 2^63: what is larger is whole, and a schema that wants a whole number would count it as a long. */
    private static final double BEYOND_INTEGERS = 0x1p63;

    private JsonBody() {}

    /**
     * The tree of the body; a missing node when it is blank.
     *
     * @throws Problem 400 when it is not one JSON document, repeats a field, or holds what no database column can
     */
    static JsonNode parse(byte[] bytes) {
        JsonNode tree;
        try {
            tree = Json.tree(bytes);
        } catch (StreamReadException e) {
            throw malformed(e);
        } catch (JacksonException e) {
            throw malformed(e.getLocation(), "is not valid JSON");
        }
        List<FieldError> errors = new ArrayList<>();
        checkValues(tree, "", errors);
        if (!errors.isEmpty()) {
            throw InvalidRequest.of(errors);
        }
        return tree;
    }

    private static Problem malformed(StreamReadException e) {
        JsonParser parser = e.processor();
        if (parser != null && String.valueOf(e.getOriginalMessage()).startsWith("Duplicate Object property")) {
            return InvalidRequest.of(
                    List.of(new FieldError(fieldName(parser.streamReadContext()), "duplicate", "is given twice")));
        }
        return malformed(e.getLocation(), "is not valid JSON");
    }

    private static Problem malformed(TokenStreamLocation location, String what) {
        String where =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return InvalidRequest.of(List.of(new FieldError("body", "malformed", what + where)));
    }

    private static String fieldName(TokenStreamContext context) {
        TokenStreamContext parent = context.getParent();
        String before = parent == null || parent.inRoot() ? "" : fieldName(parent);
        if (context.inArray()) {
            return before + "[" + context.getCurrentIndex() + "]";
        }
        String name = FieldNames.shown(String.valueOf(context.currentName()));
        return before.isEmpty() ? name : before + "." + name;
    }

    /** JSON can spell text that is no Unicode and numbers that are none; refused here once, so that no column meets them. */
    private static void checkValues(JsonNode node, String field, List<FieldError> errors) {
        String name = field.isEmpty() ? "body" : field;
        if (node.isString()) {
            if (!Texts.storable(node.stringValue())) {
                errors.add(new FieldError(name, "format", Texts.NOT_STORABLE));
            }
        } else if (node.isFloatingPointNumber()) {
            if (Math.abs(node.doubleValue()) >= BEYOND_INTEGERS) {
                errors.add(new FieldError(name, "too_large", "is out of range"));
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                checkValues(node.path(i), field + "[" + i + "]", errors);
            }
        } else {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                String shown = FieldNames.shown(member.getKey());
                String inner = field.isEmpty() ? shown : field + "." + shown;
                if (!Texts.storable(member.getKey())) {
                    errors.add(new FieldError(inner, "format", Texts.NOT_STORABLE));
                }
                checkValues(member.getValue(), inner, errors);
            }
        }
    }
}
