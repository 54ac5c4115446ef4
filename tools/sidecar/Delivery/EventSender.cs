using System.Net.Http.Headers;
using CoretimeDesk.Sidecar.Envelope;

namespace CoretimeDesk.Sidecar.Delivery;

/// <summary>One attempt to bring an envelope to an app.</summary>
internal sealed class EventSender(AppChannel app, string pubSub, TimeSpan limit, TimeProvider time)
{
    private static readonly MediaTypeHeaderValue CloudEvent = new("application/cloudevents+json");

    /// <summary>Never fails because of the app: everything that is no answer is a <see cref="Verdict.Retry"/>.</summary>
    /// <exception cref="OperationCanceledException">Only by <paramref name="cancel"/>.</exception>
    public async Task<Answer> SendAsync(string path, byte[] body, TraceContext? trace, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        try
        {
            var (status, answer) = await app.SendAsync(HttpMethod.Post, path, body, Prepare, withToken: true, either.Token);
            return Answer.Read(status, answer);
        }
        catch (HttpRequestException e)
        {
            return Answer.None($"gave no answer ({e.HttpRequestError})");
        }
        catch (IOException)
        {
            return Answer.None("broke off its answer");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Answer.None($"took longer than {limit.TotalSeconds:F1} s");
        }

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
