package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import io.quartermaster.protocol.TokenUsage;
import tools.jackson.databind.node.ObjectNode;

/** Translates a conversation, by way of chat completions. */
final class ChatTranslation implements Translation {

    private final ClientSide client;
    private final ProviderSide provider;
    private final long createdSeconds;
    private final boolean showsUsage;

    ChatTranslation(ClientSide client, ProviderSide provider, long createdSeconds, boolean showsUsage) {
        this.client = client;
        this.provider = provider;
        this.createdSeconds = createdSeconds;
        this.showsUsage = showsUsage;
    }

    @Override
    public byte[] request(RequestScan scan, String model) throws MalformedBody {
        ObjectNode asked = Trees.request(scan);
        return Trees.JSON.writeValueAsBytes(provider.request(client.chat(asked), model));
    }

    @Override
    public Whole answer(byte[] answer) {
        ObjectNode chat = provider.answer(Trees.JSON.readTree(answer), createdSeconds);
        TokenUsage tokens = Usages.tokens(chat.path("usage"));
        if (ChatProvider.failed(chat)) {
            chat.remove("usage"); // is for the ledger: no error has one
            return new Whole(Trees.JSON.writeValueAsBytes(client.error(chat, 200)), tokens);
        }
        return new Whole(Trees.JSON.writeValueAsBytes(client.answer(chat)), tokens);
    }

    @Override
    public byte[] error(byte[] answer, int status) {
        return Trees.JSON.writeValueAsBytes(client.error(provider.error(Trees.readable(answer)), status));
    }

    @Override
    public StreamTranslation stream() {
        EventWriter events = new EventWriter();
        Usages usages = new Usages(client.stream(events, showsUsage));
        return new StreamTranslation(provider.stream(usages, createdSeconds), usages, events);
    }
}
