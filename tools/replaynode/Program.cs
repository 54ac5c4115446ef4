using System.CommandLine;
using CoretimeDesk.ReplayNode;
using Microsoft.Extensions.Logging.Console;

var command = ReplayNodeCommand.Create(async (options, exitWithStdin, cancel) =>
{
    // Standard output has one line, for whoever started this; what goes wrong is said on standard error.
    using var logs = LoggerFactory.Create(logging =>
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fff'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        }).AddFilter("Microsoft", LogLevel.Warning);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });
    try
    {
        await using var host = await ReplayNodeHost.StartAsync(options, logs);
        Console.WriteLine(host.Describe());
        var parentGone = exitWithStdin ? Task.Run(() => Console.OpenStandardInput().CopyTo(Stream.Null), CancellationToken.None) : Task.Delay(Timeout.Infinite, cancel);
        await Task.WhenAny(host.ShutdownRequested, parentGone, Task.Delay(Timeout.Infinite, cancel));
        return 0;
    }
    catch (ReplayNodeStartException e)
    {
        await Console.Error.WriteLineAsync($"replaynode: {e.Message}");
        return 1;
    }
});
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(5) });
