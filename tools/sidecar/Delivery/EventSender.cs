using System.Net.Http.Headers;
using CoretimeDesk.Sidecar.Envelope;

namespace CoretimeDesk.Sidecar.Delivery;

/// <summary>Brings envelopes to an app.</summary>
internal interface IEventSender
{
    /// <summary>One attempt. Never fails because of the app: everything that is no answer is a <see cref="Verdict.Retry"/>.</summary>
    /// <exception cref="OperationCanceledException">Only by <paramref name="cancel"/>.</exception>
    Task<Answer> SendAsync(string path, byte[] body, TraceContext? trace, CancellationToken cancel);
}

/// <summary>Each envelope with a request of its own.</summary>
internal sealed class EventSender(AppChannel app, string pubSub, TimeSpan limit, TimeProvider time) : IEventSender
{
    private static readonly MediaTypeHeaderValue CloudEvent = new("application/cloudevents+json");

    public Task<Answer> SendAsync(string path, byte[] body, TraceContext? trace, CancellationToken cancel)
    {
        return app.PostAsync(path, body, Prepare, Answer.Read, Answer.None, limit, time, cancel);

        void Prepare(HttpRequestMessage request)
        {
            request.Content!.Headers.ContentType = CloudEvent;
            request.Headers.TryAddWithoutValidation("pubsubname", pubSub);
            if (trace is { } span)
            {
                request.Headers.TryAddWithoutValidation("traceparent", span.TraceParent);
                if (span.TraceState.Length > 0)
                {
                    request.Headers.TryAddWithoutValidation("tracestate", span.TraceState);
                }
            }
        }
    }
}
