package dev.mgx.llm.http;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.mgx.llm.Prompt;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The end of LangChain4j's part: the HTTP client that it is given keeps the request that LangChain4j made of a
 * prompt and sends nothing. For one request, on one thread.
 */
public final class RequestCatcher implements HttpClient, HttpClientBuilder {
    private static final String SCHEMA_NAME = "answer";

    private @Nullable HttpRequest caught;

    private RequestCatcher() {}

    /** The request that this model of LangChain4j makes of the prompt. */
    public static WireRequest request(Function<HttpClientBuilder, StreamingChatModel> model, Prompt prompt) {
        RequestCatcher catcher = new RequestCatcher();
        model.apply(catcher).chat(chat(prompt), new Unused());
        HttpRequest caught = catcher.caught;
        if (caught == null) {
            throw new IllegalStateException("LangChain4j made no request");
        }
        return WireRequest.post(URI.create(caught.url()), caught.headers(), caught.body());
    }

    private static ChatRequest chat(Prompt prompt) {
        List<ChatMessage> messages = new ArrayList<>();
        if (!prompt.system().isBlank()) {
            messages.add(SystemMessage.from(prompt.system()));
        }
        messages.add(UserMessage.from(prompt.user()));
        ChatRequest.Builder chat = ChatRequest.builder().messages(messages);
        String schema = prompt.answerSchema();
        if (schema != null) {
            chat.responseFormat(ResponseFormat.builder()
                    .type(ResponseFormatType.JSON)
                    .jsonSchema(JsonSchema.builder()
                            .name(SCHEMA_NAME)
                            .rootElement(JsonRawSchema.from(schema))
                            .build())
                    .build());
        }
        return chat.build();
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        throw new IllegalStateException("a streaming model asks for streams only");
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        caught = request;
    }

    @Override
    public HttpClient build() {
        return this;
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ZERO;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return Duration.ZERO;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
    }

    /** Is told nothing, for nothing is sent. */
    private static final class Unused implements StreamingChatResponseHandler {
        @Override
        public void onCompleteResponse(ChatResponse response) {}

        @Override
        public void onError(Throwable error) {}
    }
}
