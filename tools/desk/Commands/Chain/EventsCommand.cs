using System.CommandLine;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary><c>./desk chain events</c></summary>
internal static class EventsCommand
{
    public static Command Make()
    {
        var (prefix, json, only) = (ChainInput.Prefix(), Work.SessionCommands.Json(), DecodeEventsCommand.Only());
        var url = new Option<string>("--url", "-u") { Description = "A node of the chain: wss://…, or ws://… for one of your own.", HelpName = "WS", Required = true };
        var block = new Option<string?>("--block", "-b") { Description = "The block's number or hash. Without it: the newest finalised one.", HelpName = "N|HASH" };
        var command = new Command("events", "Read a block's events from a node, decoded with the metadata of the runtime that executed it.") { url, block, only, prefix, json };
        command.SetAction(async (r, cancellation) =>
        {
            var chain = await NodeConnection.OpenAsync("--url", r.GetValue(url)!, cancellation);
            await using var client = chain.Client;
            Screen screen = r.GetValue(json) ? new(Console.Error) : new();
            try
            {
                var (hash, header) = await FindAsync(chain, r.GetValue(block), cancellation);
                var runtime = await RuntimeAtAsync(chain, header.Number == 0 ? hash : header.ParentHash, screen, cancellation);
                var bytes = await chain.GetStorageAsync(runtime.Storage("System", "Events").Key(), hash, cancellation) ?? [];
                var form = ChainInput.Form(runtime, r.GetValue(prefix) ?? (await chain.GetPropertiesAsync(cancellation)).Ss58Prefix);
                var records = EventsView.Decode(runtime, bytes, r.GetValue(only)!);
                if (r.GetValue(json))
                {
                    EventsView.Json(runtime, records, form);
                    return;
                }

                var name = await chain.GetChainAsync(cancellation);
                screen.Line($"{name}, block {header.Number} {hash}{await WhenAsync(chain, runtime, hash, cancellation)}, {await FinalityAsync(chain, header.Number, cancellation)}, runtime {runtime.Identity?.SpecName} {runtime.Identity?.SpecVersion}");
                EventsView.Table(runtime, records, form, screen);
            }
            catch (RpcException e)
            {
                throw new DeskException($"--url: {e.Message}", e);
            }
            catch (ScaleException e)
            {
                throw new DeskException($"--block: the node's answer cannot be decoded: {e.Message}", e);
            }
        });
        return command;
    }

    private static async Task<(H256 Hash, BlockHeader Header)> FindAsync(ChainRpc chain, string? block, CancellationToken cancellation)
    {
        H256 hash;
        if (block is null)
        {
            hash = await chain.GetFinalizedHeadAsync(cancellation);
        }
        else if (H256.TryParse(block, null, out var given))
        {
            hash = given;
        }
        else if (ulong.TryParse(block, System.Globalization.NumberStyles.None, null, out var number))
        {
            hash = await chain.GetBlockHashAsync(number, cancellation)
                ?? throw new DeskException($"--block: the node has no block {number}; its newest finalised one is {(await chain.GetHeaderAsync(await chain.GetFinalizedHeadAsync(cancellation), cancellation))?.Number}.");
        }
        else
        {
            throw new DeskException($"--block: '{block}' is neither a block number nor a block hash (0x and 64 digits).");
        }

        return (hash, await chain.GetHeaderAsync(hash, cancellation) ?? throw new DeskException($"--block: the node knows no block {hash}."));
    }

    private static async Task<Runtime> RuntimeAtAsync(ChainRpc chain, H256 parent, Screen screen, CancellationToken cancellation)
    {
        using var slow = new Timer(_ => screen.Note("reading the runtime's metadata …"), null, 1500, Timeout.Infinite);
        return Runtime.Parse(await chain.GetMetadataAsync(parent, cancellation));
    }

    private static async Task<string> WhenAsync(ChainRpc chain, Runtime runtime, H256 hash, CancellationToken cancellation)
    {
        if (runtime.Metadata.Pallet("Timestamp") is null || await chain.GetStorageAsync(runtime.Storage("Timestamp", "Now").Key(), hash, cancellation) is not { } stored)
        {
            return "";
        }

        var milliseconds = (long)runtime.Storage("Timestamp", "Now").Decode(stored).AsUInt64();
        return $" of {DateTimeOffset.FromUnixTimeMilliseconds(milliseconds):d MMM yyyy HH:mm:ss} UTC";
    }

    private static async Task<string> FinalityAsync(ChainRpc chain, ulong number, CancellationToken cancellation) =>
        await chain.GetHeaderAsync(await chain.GetFinalizedHeadAsync(cancellation), cancellation) is { } finalized && number <= finalized.Number ? "finalised" : "not finalised yet";
}
