using System.Text.Json;
using CoretimeDesk.ReplayNode.Chain;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary><c>system_*</c> and <c>rpc_methods</c></summary>
internal static class SystemMethods
{
    public static void Add(Methods methods, string chainName, JsonElement properties, ReplayChain chain)
    {
        var told = Properties(properties, chain.Mode);
        methods["system_chain"] = call => call.Result.Text(chainName);
        methods["system_chainType"] = call => call.Result.Text("Development");
        methods["system_name"] = call => call.Result.Text("Coretime Desk replay node");
        methods["system_version"] = call => call.Result.Text(typeof(SystemMethods).Assembly.GetName().Version!.ToString(3));
        methods["system_properties"] = call => call.Result.Raw(told);
        methods["system_health"] = call => call.Result.Raw("{\"peers\":0,\"isSyncing\":false,\"shouldHavePeers\":false}"u8);
        methods["system_nodeRoles"] = call => call.Result.Raw("[\"Full\"]"u8);
        methods["rpc_methods"] = call => call.Result.Raw("{\"methods\":"u8).List(methods.Names, name => call.Result.Text(name)).Raw("}"u8);
    }

    private static byte[] Properties(JsonElement recorded, string mode)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var property in recorded.EnumerateObject())
            {
                property.WriteTo(writer);
            }

            // A recording of a replayed chain keeps what that one said of itself.
            if (!recorded.TryGetProperty("replayMode", out _))
            {
                writer.WriteString("replayMode", mode);
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
