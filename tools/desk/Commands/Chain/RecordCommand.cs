using System.CommandLine;
using CoretimeDesk.ChainRecording;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary><c>./desk chain record</c></summary>
internal static class RecordCommand
{
    private const string NoStorage = "none";

    public static Command Make()
    {
        var url = new Option<string>("--url", "-u") { Description = "A node of the chain: wss://…, or ws://… for one of your own. For old blocks an archive node.", HelpName = "WS", Required = true };
        var from = new Option<ulong>("--from") { Description = "The first block.", HelpName = "BLOCK", Required = true };
        var to = new Option<ulong?>("--to") { Description = "The last block, which must be finalised. Without it: the newest finalised one.", HelpName = "BLOCK" };
        var output = new Option<DirectoryInfo>("--out", "-o") { Description = "A folder of its own. What it holds of the same recording is verified and kept.", HelpName = "FOLDER", Required = true };
        var storage = new Option<string[]>("--storage")
        {
            Description = $"What to read of the state beside the events: Pallet.Entry, of a map all of it; or {NoStorage}. Without it: what market state is made of.",
            HelpName = "Pallet.Entry",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        var parallel = new Option<int>("--parallel") { Description = "Blocks asked for at once.", DefaultValueFactory = _ => 8 };
        parallel.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 64)
            {
                result.AddError("--parallel must be between 1 and 64.");
            }
        });
        var command = new Command("record", "Record finalised blocks of a chain: bodies, events, market state and metadata. tools/replaynode serves them again.") { url, from, to, output, storage, parallel };
        command.SetAction(async (r, cancellation) =>
        {
            var chain = await NodeConnection.OpenAsync("--url", r.GetValue(url)!, cancellation);
            await using var client = chain.Client;
            var recorder = new ChainRecorder(chain, new()
            {
                Folder = r.GetValue(output)!.FullName,
                From = r.GetValue(from),
                To = r.GetValue(to),
                StorageItems = Items(r.GetValue(storage)!),
                Parallel = r.GetValue(parallel),
            });
            await RunAsync(recorder, r.GetValue(output)!.FullName, cancellation);
        });
        return command;
    }

    private static async Task RunAsync(ChainRecorder recorder, string folder, CancellationToken cancellation)
    {
        Screen screen = new();
        RecorderProgress? last = null;
        try
        {
            var index = await screen.ProgressAsync("recording", tell => recorder.RunAsync(
                progress =>
                {
                    last = progress;
                    tell(progress.Done, progress.Total, $"block {progress.Height}");
                },
                cancellation));
            screen.Line($"{index.Chain}, blocks {index.Blocks[0].Number} to {index.Blocks[^1].Number}{(last is { Kept: > 0 } ? $", {last.Kept} of them were there already" : "")}, runtime {string.Join(", ", index.Runtimes.Select(r => r.SpecVersion))}: {folder}");
        }
        catch (Exception e) when (e is RecorderException or RecordingException or RpcException)
        {
            throw new DeskException(last is null ? e.Message : $"{e.Message} Blocks up to {last.Height} are recorded; the same command goes on from there.", e);
        }
    }

    private static string[] Items(string[] given)
    {
        if (given is [NoStorage])
        {
            return [];
        }

        return Array.Find(given, item => item.Split('.') is not [{ Length: > 0 }, { Length: > 0 }]) is { } wrong
            ? throw new DeskException($"--storage: '{wrong}' should be Pallet.Entry, such as Broker.SaleInfo.")
            : given.Length > 0 ? given : [.. RecorderOptions.MarketItems];
    }
}
