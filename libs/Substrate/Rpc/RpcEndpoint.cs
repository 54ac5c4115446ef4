using System.Text;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>
/// A node's address as it may be shown. User info, query and fragment of the URI are secrets of the connection: they are
/// used, never shown. Nor are path segments that look like an access key, as several providers use.
/// </summary>
public sealed class RpcEndpoint
{
    // Names of networks are shorter or have no digit; the shortest keys in use are UUIDs and 22 base58 characters.
    private const int KeyLengthMin = 20;

    internal RpcEndpoint(Uri uri, int index)
    {
        if (!uri.IsAbsoluteUri || uri.Scheme is not ("ws" or "wss"))
        {
            throw new ArgumentException($"Endpoint {index} must be an absolute ws:// or wss:// URI.", nameof(uri));
        }

        Index = index;
        Name = $"{uri.Scheme}://{uri.Host}:{uri.Port}{ShownPath(uri)}";
        Address = new UriBuilder(uri) { UserName = "", Password = "", Fragment = "" }.Uri;
        // The WebSocket client ignores user info, so it becomes the header that the URI meant.
        Authorization = uri.UserInfo.Length == 0
            ? null
            : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo)));
    }

    /// <summary>Scheme, host, port and path, without secrets.</summary>
    public string Name { get; }

    /// <summary>The position in <see cref="RpcOptions.Endpoints"/>, from 0.</summary>
    public int Index { get; }

    internal Uri Address { get; }

    internal string? Authorization { get; }

    /// <inheritdoc cref="Name"/>
    public override string ToString() => Name;

    private static string ShownPath(Uri uri)
    {
        var segments = uri.AbsolutePath.Split('/');
        return string.Join('/', segments.Select(s => s.Length >= KeyLengthMin && s.Any(char.IsAsciiDigit) ? "…" : s));
    }
}
