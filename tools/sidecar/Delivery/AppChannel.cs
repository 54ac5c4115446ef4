using System.Net;
using System.Net.Sockets;

namespace CoretimeDesk.Sidecar.Delivery;

/// <summary>HTTP to one app: all its replicas, in its protocol, with the token that it expects.</summary>
internal sealed class AppChannel : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        ConnectTimeout = TimeSpan.FromSeconds(5),
    });

    private readonly AppProtocol _protocol;
    private readonly string? _token;
    private volatile int[] _ports;
    private int _turn;

    public AppChannel(IEnumerable<int> ports, AppProtocol protocol, string? token) => (_ports, _protocol, _token) = ([.. ports], protocol, token);

    public IReadOnlyList<int> Ports => _ports;

    public AppProtocol Protocol => _protocol;

    public void UsePorts(IEnumerable<int> ports) => _ports = [.. ports];

    /// <summary>Whether any replica accepts a connection now.</summary>
    public async Task<bool> AcceptsAsync(CancellationToken cancel)
    {
        foreach (var port in _ports)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
                return true;
            }
            catch (SocketException)
            {
                // Not this one, or not yet.
            }
        }

        return false;
    }

    /// <summary>
    /// Sends a request to the next replica in turn; one that refuses the connection is passed over. The response's content
    /// is read completely.
    /// </summary>
    /// <exception cref="HttpRequestException">No replica answered.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, or it took too long.</exception>
    public Task<(int Status, byte[] Body)> SendAsync(
        HttpMethod method, string path, byte[]? body, Action<HttpRequestMessage>? prepare, bool withToken, CancellationToken cancel) =>
        SendAsync(method, path, body, prepare, withToken, static (response, content) => ((int)response.StatusCode, content), cancel);

    /// <inheritdoc cref="SendAsync(HttpMethod, string, byte[], Action{HttpRequestMessage}, bool, CancellationToken)"/>
    /// <param name="read">Takes what the caller wants from the response and its content.</param>
    public async Task<T> SendAsync<T>(
        HttpMethod method, string path, byte[]? body, Action<HttpRequestMessage>? prepare, bool withToken, Func<HttpResponseMessage, byte[], T> read, CancellationToken cancel)
    {
        var ports = _ports;
        if (ports.Length == 0)
        {
            throw new HttpRequestException("the app has no port");
        }

        var first = unchecked((uint)Interlocked.Increment(ref _turn));
        for (var i = 0; ; i++)
        {
            var port = ports[(int)((first + (uint)i) % (uint)ports.Length)];
            using var request = new HttpRequestMessage(method, new Uri($"http://127.0.0.1:{port}/{path.TrimStart('/')}"))
            {
                Version = _protocol == AppProtocol.H2c ? HttpVersion.Version20 : HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = body is null ? null : new ByteArrayContent(body),
            };
            if (withToken && _token is not null)
            {
                request.Headers.TryAddWithoutValidation("dapr-api-token", _token);
            }

            prepare?.Invoke(request);
            try
            {
                using var response = await _http.SendAsync(request, cancel);
                return read(response, await response.Content.ReadAsByteArrayAsync(cancel));
            }
            catch (HttpRequestException e) when (i + 1 < ports.Length && e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // Never sent, so another replica may have it.
            }
        }
    }

    /// <summary>Brings events, and never fails because of the app: whatever is no answer is what <paramref name="none"/> makes of it.</summary>
    /// <exception cref="OperationCanceledException">Only by <paramref name="cancel"/>.</exception>
    public async Task<T> PostAsync<T>(
        string path, byte[] body, Action<HttpRequestMessage> prepare, Func<int, ReadOnlyMemory<byte>, T> read, Func<string, T> none, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        try
        {
            var (status, answer) = await SendAsync(HttpMethod.Post, path, body, prepare, withToken: true, either.Token);
            return read(status, answer);
        }
        catch (HttpRequestException e)
        {
            return none($"gave no answer ({e.HttpRequestError})");
        }
        catch (IOException)
        {
            return none("broke off its answer");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return none($"took longer than {limit.TotalSeconds:F1} s");
        }
    }

    public void Dispose() => _http.Dispose();
}
