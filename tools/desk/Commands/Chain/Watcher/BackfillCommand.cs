using System.CommandLine;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

/// <summary><c>./desk chain backfill</c></summary>
internal static class BackfillCommand
{
    public static Command Make()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var chain = Options.Chain();
        var block = new Option<string?>("--from-block") { Description = "The first block to read.", HelpName = "BLOCK" };
        var date = new Option<string?>("--from-date") { Description = $"Read from the first block of this time on: {Dates.Hint}.", HelpName = "DATE" };
        var command = new Command("backfill", "Read the facts of blocks from before the desk began to follow a chain, up to there. It goes on in the chain watcher, also when this command is stopped. For administrators.")
        {
            chain, block, date, json, address, file,
        };
        command.SetAction(async (r, cancellation) =>
        {
            var request = (r.GetValue(block), r.GetValue(date)) switch
            {
                ({ } number, null) => new StartBackfillRequest { FromBlock = Dates.Block(block.Name, number) },
                (null, { } text) => new StartBackfillRequest { FromTime = Timestamp.FromDateTimeOffset(Dates.Parse(date.Name, text)) },
                _ => throw new DeskException("Give one of --from-block BLOCK and --from-date DATE: where to begin."),
            };
            var client = Options.Client(r, file, address);
            request.Chain = (await client.ChainAsync(chain.Name, r.GetValue(chain), null, cancellation)).Chain;
            request.RequestId = SessionCommands.NewId();

            using var interrupt = new Interrupt();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, interrupt.Token);
            var run = new BackfillRun(client, request);
            try
            {
                await run.BeginAsync(r.GetValue(json) ? null : new Screen(), stop.Token);
                await WatchAsync(run, request.Chain, r.GetValue(json), stop.Token);
                return 0;
            }
            catch (OperationCanceledException) when (interrupt.Token.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync(run.LeftAt);
                return 130;
            }
        });
        return command;
    }

    private static async Task WatchAsync(BackfillRun run, string chain, bool asJson, CancellationToken cancellation)
    {
        if (asJson)
        {
            Answer.Show(await run.WatchAsync((_, _, _) => { }, cancellation), true, _ => { });
            run.ThrowIfStopped();
            return;
        }

        var screen = new Screen();
        await screen.ProgressAsync($"reading {chain}", async tell =>
        {
            await run.WatchAsync(tell, cancellation);
            run.ThrowIfStopped();
            return true;
        });
        screen.Line(run.Done);
    }
}
