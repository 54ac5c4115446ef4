using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>Which runtime a chain executes.</summary>
/// <param name="SpecName">The chain's kind: <c>coretime-polkadot</c>.</param>
/// <param name="ImplName">The implementation.</param>
/// <param name="SpecVersion">Grows with every change of behaviour or metadata: the key to cache metadata by.</param>
/// <param name="ImplVersion">Grows with changes that alter nothing visible.</param>
/// <param name="TransactionVersion">Grows when calls are encoded differently; part of what a signature covers.</param>
/// <param name="StateVersion">The layout of the state trie; null where it is not told. Called system version since 2024.</param>
/// <param name="Apis">The runtime APIs and their versions, by 8 bytes of the BLAKE2b hash of the name as hex: <c>0xdf6acb689907609b</c>.</param>
public sealed record RuntimeVersion(
    string SpecName, string ImplName, uint SpecVersion, uint ImplVersion, uint TransactionVersion, uint? StateVersion, IReadOnlyDictionary<string, uint> Apis)
{
    /// <summary>Reads a version, in the form of the legacy methods (APIs as pairs) or of the newer ones (APIs as members).</summary>
    public static RuntimeVersion Decode(ref Utf8JsonReader reader)
    {
        string? spec = null, impl = null;
        uint? specVersion = null, implVersion = null, transactionVersion = null, stateVersion = null;
        var apis = new Dictionary<string, uint>();
        RpcDecode.Members(ref reader, (name, ref value) =>
        {
            switch (name)
            {
                case "specName":
                    spec = RpcDecode.Text(ref value);
                    break;
                case "implName":
                    impl = RpcDecode.Text(ref value);
                    break;
                case "specVersion":
                    specVersion = RpcDecode.U32(ref value);
                    break;
                case "implVersion":
                    implVersion = RpcDecode.U32(ref value);
                    break;
                case "transactionVersion":
                    transactionVersion = RpcDecode.U32(ref value);
                    break;
                case "stateVersion" or "systemVersion":
                    stateVersion = RpcDecode.U32(ref value);
                    break;
                case "apis":
                    ReadApis(ref value, apis);
                    break;
                default:
                    value.Skip();
                    break;
            }
        });
        return new(
            RpcDecode.Present(spec, "specName"),
            impl ?? "",
            RpcDecode.Present(specVersion, "specVersion"),
            implVersion ?? 0,
            transactionVersion ?? 0, // Runtimes of before 2020 have none.
            stateVersion,
            apis);
    }

    private static void ReadApis(ref Utf8JsonReader reader, Dictionary<string, uint> apis)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            RpcDecode.Members(ref reader, (name, ref version) => apis[name] = RpcDecode.U32(ref version));
            return;
        }

        RpcDecode.Require(ref reader, JsonTokenType.StartArray, "a list of APIs");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            RpcDecode.Require(ref reader, JsonTokenType.StartArray, "a pair of API and version");
            reader.Read();
            var api = RpcDecode.Text(ref reader);
            reader.Read();
            apis[api] = RpcDecode.U32(ref reader);
            reader.Read();
            RpcDecode.Require(ref reader, JsonTokenType.EndArray, "the end of a pair");
        }
    }
}
