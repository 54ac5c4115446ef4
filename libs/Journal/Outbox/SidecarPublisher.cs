using System.Net;
using System.Net.Http.Headers;

namespace CoretimeDesk.Journal;

/// <summary>Hands events to the sidecar's publish API. The sidecar's "accepted" is the only proof that counts.</summary>
internal sealed class SidecarPublisher : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly string? _token;

    public SidecarPublisher(JournalOptions options)
    {
        _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = options.OutboxParallelism, ConnectTimeout = TimeSpan.FromSeconds(2) })
        {
            Timeout = options.PublishTimeout,
        };
        _address = new(options.Sidecar, $"/v1.0/publish/{Uri.EscapeDataString(options.PubSub)}/{Uri.EscapeDataString(options.AppId)}");
        _token = options.SidecarToken;
    }

    /// <summary>Publishes one event.</summary>
    /// <exception cref="HttpRequestException">It was not accepted, or nobody knows whether it was: send it again.</exception>
    public async Task PublishAsync(CloudEvent e, CancellationToken stop)
    {
        // Brokers with partitions then keep an aggregate's events in one, so that few come early.
        var address = new Uri(_address, $"?metadata.partitionKey={e.AggregateId}");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(e.ToJson()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(CloudEvent.ContentType);
        if (_token is not null)
        {
            request.Headers.Add("dapr-api-token", _token);
        }

        using var response = await _http.SendAsync(request, stop);
        if (!response.IsSuccessStatusCode)
        {
            // The body is the sidecar's own error text: no event data, no token.
            var text = await response.Content.ReadAsStringAsync(stop);
            throw new HttpRequestException($"The sidecar answered {(int)response.StatusCode} to a publish: {text[..Math.Min(text.Length, 300)]}", null, response.StatusCode);
        }
    }

    public void Dispose() => _http.Dispose();
}
