namespace CoretimeDesk.Substrate;

/// <summary>Links that open a call in a wallet's web page, where its owner reads, signs and sends it.</summary>
public static class WalletLink
{
    /// <summary>The page of polkadot.js Apps that decodes a call and can submit it.</summary>
    /// <param name="endpoint">A node of the chain, as the reader's browser reaches it.</param>
    /// <param name="call">The encoded call.</param>
    public static Uri PolkadotJsApps(Uri endpoint, ReadOnlySpan<byte> call) =>
        new($"https://polkadot.js.org/apps/?rpc={Uri.EscapeDataString(Node(endpoint))}#/extrinsics/decode/{Hex.Encode(call)}");

    /// <summary>The extrinsics page of the PAPI console.</summary>
    /// <param name="networkId">The console's name of the network, such as <c>polkadot_coretime</c>.</param>
    /// <param name="endpoint">A node of the chain; null for the console's light client.</param>
    /// <param name="call">The encoded call.</param>
    public static Uri PapiConsole(string networkId, Uri? endpoint, ReadOnlySpan<byte> call) =>
        new($"https://dev.papi.how/extrinsics#data={Hex.Encode(call)}&networkId={Uri.EscapeDataString(networkId)}&endpoint={(endpoint is null ? "light-client" : Uri.EscapeDataString(Node(endpoint)))}");

    // A link is sent around: what gives access to a private node must not be in it.
    private static string Node(Uri endpoint) => endpoint.Scheme is not ("ws" or "wss")
        ? throw new ArgumentException($"A node's address begins with ws:// or wss://, this one with {endpoint.Scheme}://.", nameof(endpoint))
        : endpoint.UserInfo.Length > 0 || endpoint.Query.Length > 0
            ? throw new ArgumentException("The node's address holds credentials or a query, which a link must not carry.", nameof(endpoint))
            : endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');
}
