using System.Text.Json.Nodes;

namespace CoretimeDesk.ChainWatcher.Tests.Support;

/// <summary>
/// What node/oracle.mjs printed: another decoder's facts of the same blocks. To print it again: <c>cd node &amp;&amp; npm ci &amp;&amp; node oracle.mjs ../Golden</c>.
/// </summary>
internal static class Oracle
{
    private static readonly Lazy<JsonObject> AllBlocks = new(() => Load("blocks.json"));
    private static readonly Lazy<JsonObject> AllEncoded = new(() => Load("encoded.json"));

    public static JsonObject Blocks => AllBlocks.Value;

    public static JsonObject Encoded => AllEncoded.Value;

    private static JsonObject Load(string file) => JsonNode.Parse(File.ReadAllBytes(Path.Combine(RecordedBlock.Own, "Golden", file)))!.AsObject();
}
