package io.quartermaster.platform.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.quartermaster.platform.Sensitive;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.Version;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** How the types of the house look in JSON: ids as their text, secrets readable but never written. */
final class HouseTypes extends SimpleModule {

    HouseTypes() {
        super("house-types");
        addSerializer(Sensitive.class, new SensitiveWriter());
        addDeserializer(Sensitive.class, new SensitiveReader());
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.insertAnnotationIntrospector(new ValueRecords());
    }

    /** A record whose one component is called {@code value}, as typed ids are, is written and read as that value. */
    private static final class ValueRecords extends NopAnnotationIntrospector {

        @Override
        public Version version() {
            return Version.unknownVersion();
        }

        @Override
        public @Nullable Boolean hasAsValue(MapperConfig<?> config, Annotated accessor) {
            boolean itsValue = accessor instanceof AnnotatedMethod method
                    && method.getName().equals("value")
                    && method.getParameterCount() == 0
                    && isValueRecord(method.getDeclaringClass());
            return itsValue ? true : null;
        }

        @Override
        public JsonCreator.@Nullable Mode findCreatorAnnotation(MapperConfig<?> config, Annotated creator) {
            boolean itsConstructor = creator instanceof AnnotatedConstructor constructor
                    && constructor.getParameterCount() == 1
                    && isValueRecord(constructor.getDeclaringClass());
            return itsConstructor ? JsonCreator.Mode.DELEGATING : null;
        }

        private static boolean isValueRecord(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            return components != null
                    && components.length == 1
                    && components[0].getName().equals("value");
        }
    }

    /** Writing a secret is a bug, but one that must not tell it. */
    private static final class SensitiveWriter extends StdSerializer<Sensitive> {
        SensitiveWriter() {
            super(Sensitive.class);
        }

        @Override
        public void serialize(Sensitive secret, JsonGenerator json, SerializationContext context) {
            json.writeString(secret.toString());
        }
    }

    /** Reads a secret from text only, and never shows what it found instead. */
    private static final class SensitiveReader extends StdDeserializer<Sensitive> {
        SensitiveReader() {
            super(Sensitive.class);
        }

        @Override
        public Sensitive deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return context.reportInputMismatch(this, "a secret must be text");
            }
            return new Sensitive(parser.getString());
        }
    }
}
