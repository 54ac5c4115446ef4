using CoretimeDesk.ChainRecording;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Tests.Support;

/// <summary>Everything that a follower of the chain asks, with the answers as they came, byte for byte.</summary>
internal static class Transcript
{
    public static async Task<List<string>> OfAsync(ReplayNodeHost node, Runtime runtime)
    {
        await using var client = await RawClient.ConnectAsync(node);
        var lines = new List<string>();
        async Task AskAsync(string method, string parameters = "[]") => lines.Add($"{method} {parameters} → {await client.AskAsync(method, parameters)}");

        foreach (var method in new[] { "system_chain", "system_properties", "system_name", "system_version", "system_health", "rpc_methods", "chain_getFinalizedHead", "chain_getHeader", "archive_v1_finalizedHeight" })
        {
            await AskAsync(method);
        }

        var state = await node.DoAsync("state");
        var (first, last) = ((int)state["first"]!, (int)state["last"]!);
        var values = string.Join(",", KnownKeys.PerBlock.Append(KnownKeys.Events).Append(Key("Broker", "SaleInfo")).Append(Key("OnDemand", "OrderStatus")).Where(k => k.Length > 0).Select(k => $"\"{k}\""));
        for (var height = 0; height <= last + 1; height++)
        {
            await AskAsync("chain_getBlockHash", $"[{height}]");
            if (height < first - 1 || height > last)
            {
                continue;
            }

            var hash = (await client.ResultAsync("chain_getBlockHash", $"[{height}]")).GetString();
            await AskAsync("chain_getHeader", $"[\"{hash}\"]");
            await AskAsync("chain_getBlock", $"[\"{hash}\"]");
            await AskAsync("archive_v1_header", $"[\"{hash}\"]");
            await AskAsync("archive_v1_body", $"[\"{hash}\"]");
            await AskAsync("state_getRuntimeVersion", $"[\"{hash}\"]");
            await AskAsync("state_call", $"[\"Core_version\",\"0x\",\"{hash}\"]");
            await AskAsync("state_call", $"[\"Metadata_metadata_versions\",\"0x\",\"{hash}\"]");
            if (last - first < 20 || height % 16 == 1)
            {
                await AskAsync("state_getMetadata", $"[\"{hash}\"]"); // Half a megabyte each: not of every block of a long chain.
                await AskAsync("state_call", $"[\"Metadata_metadata_at_version\",\"0x10000000\",\"{hash}\"]");
            }

            await AskAsync("state_queryStorageAt", $"[[{values}],\"{hash}\"]");
            foreach (var map in new[] { Key("Broker", "Regions"), Key("Broker", "PotentialRenewals"), Key("OnDemand", "Credits") }.Where(k => k.Length > 0))
            {
                await AskAsync("state_getKeysPaged", $"[\"{map}\",1000,null,\"{hash}\"]");
            }
        }

        return lines;

        string Key(string pallet, string entry) => runtime.Metadata.Pallet(pallet)?.Storage.Any(s => s.Name == entry) == true ? Hex.Encode(runtime.Storage(pallet, entry).Prefix) : "";
    }
}
