using System.CommandLine;

namespace CoretimeDesk.ReplayNode;

/// <summary>The command line.</summary>
internal static class ReplayNodeCommand
{
    public static RootCommand Create(Func<ReplayNodeOptions, bool, CancellationToken, Task<int>> run)
    {
        var recording = new Option<string>("--recording") { Description = "A recorded chain: its folder, or its index file.", HelpName = "FOLDER", Required = true };
        var chain = new Option<string?>("--chain") { Description = "Which chain, where the folder holds several: coretime or relay.", HelpName = "NAME" };
        var port = new Option<int>("--port") { Description = "Port of the node on 127.0.0.1; 0 takes any free one." };
        var control = new Option<int>("--control-port") { Description = "Port of the orders on 127.0.0.1; 0 takes any free one." };
        var start = new Option<ulong?>("--start-at") { Description = "Height of the best block at the start. Without it: the last one, or with --every the first.", HelpName = "HEIGHT" };
        var keep = new Option<string?>("--keep-height") { Description = "Keep the best height in this file, and go on from there at the next start, whatever --start-at says.", HelpName = "FILE" };
        var every = new Option<int?>("--every") { Description = "A block every so many milliseconds, until the recording ends.", HelpName = "MS" };
        var lag = new Option<ulong>("--lag") { Description = "Blocks that finality lags behind the best one.", HelpName = "BLOCKS" };
        var synthetic = new Option<ulong?>("--synthetic") { Description = "Serve so many blocks that repeat the recorded ones under headers of their own.", HelpName = "BLOCKS" };
        var busy = new Option<int>("--busy") { Description = "With --synthetic: fill each block with extrinsics of the others until it has so many events.", HelpName = "EVENTS" };
        var genesis = new Option<string?>("--genesis") { Description = "Tell this hash of block 0 instead of the recorded one: to be another chain.", HelpName = "HASH" };
        var stdin = new Option<bool>("--exit-with-stdin") { Description = "End when standard input closes, as it does when whoever started this dies." };
        every.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is <= 0)
            {
                result.AddError("--every must be at least 1.");
            }
        });
        busy.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 100_000)
            {
                result.AddError("--busy must be between 0 and 100000.");
            }
        });

        var root = new RootCommand("A node that serves recorded blocks, and misbehaves when told to. See README.md for the orders.")
        {
            recording, chain, port, control, start, keep, every, lag, synthetic, busy, genesis, stdin,
        };
        root.SetAction((r, cancel) => run(
            new()
            {
                Recording = r.GetValue(recording)!,
                Chain = r.GetValue(chain),
                Port = r.GetValue(port),
                ControlPort = r.GetValue(control),
                StartAt = r.GetValue(start),
                KeepHeight = r.GetValue(keep),
                Every = r.GetValue(every) is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
                Lag = r.GetValue(lag),
                Synthetic = r.GetValue(synthetic),
                BusyEvents = r.GetValue(busy),
                GenesisHash = r.GetValue(genesis),
            },
            r.GetValue(stdin),
            cancel));
        return root;
    }
}
