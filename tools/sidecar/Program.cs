using System.CommandLine;
using CoretimeDesk.Sidecar;
using Microsoft.Extensions.Logging.Console;

var command = SidecarCommand.Create(async (options, cancel) =>
{
    using var logs = LoggerFactory.Create(logging => logging.AddSimpleConsole(console =>
    {
        console.SingleLine = true;
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fff'Z' ";
        console.ColorBehavior = LoggerColorBehavior.Disabled;
    }).AddFilter("Microsoft", LogLevel.Warning));
    try
    {
        await using var host = await SidecarHost.StartAsync(options, logs);
        foreach (var line in host.Describe())
        {
            Console.WriteLine(line);
        }

        await Task.WhenAny(host.ShutdownRequested, Task.Delay(Timeout.Infinite, cancel));
        return 0;
    }
    catch (SidecarStartException e)
    {
        await Console.Error.WriteLineAsync($"sidecar: {e.Message}");
        return 1;
    }
});
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(15) });
